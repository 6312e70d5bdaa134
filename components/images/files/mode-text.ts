/** Permission bits as `ls -l` writes them. Pure. */
import type { ImageFile } from "@/lib/contract/image-files.ts";

const letters: Record<ImageFile["kind"], string> = {
  file: "-",
  folder: "d",
  symlink: "l",
  fifo: "p",
  character: "c",
  block: "b",
  socket: "s",
};

/** `drwxr-xr-x`, `-rwsr-xr-x`; `mode` are the bits 07777. */
export function modeText(kind: ImageFile["kind"], mode: number): string {
  const triple = (shift: number, special: number, letter: string) => {
    const bits = (mode >> shift) & 7;
    const runs = (bits & 1) !== 0;
    const end = (mode & special) !== 0 ? (runs ? letter : letter.toUpperCase()) : runs ? "x" : "-";
    return `${bits & 4 ? "r" : "-"}${bits & 2 ? "w" : "-"}${end}`;
  };
  return `${letters[kind]}${triple(6, 0o4000, "s")}${triple(3, 0o2000, "s")}${triple(0, 0o1000, "t")}`;
}
