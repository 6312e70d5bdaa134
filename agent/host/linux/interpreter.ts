/**
 * Why an executable that is there cannot run: a script's or a dynamic program's interpreter may be missing, or the file may be
 * for no machine of this kind. The kernel would say "no such file" of the program itself, which misleads everybody.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { posix } from "node:path";
import { resolveInRoot } from "./in-root.ts";

export type Head = { kind: "script" | "elf"; interpreter: string | null } | { kind: "unknown" };

/** `root`: the app's mounted root. `covered`: paths that a volume may change, of which nothing is known here. null: no fault found. */
export function interpreterFault(root: string, path: string, covered: (path: string) => boolean): string | null {
  if (!path.startsWith("/") || covered(path)) return null;
  const file = resolveInRoot([root], path);
  if (file === null) return null;
  const start = readStart(file, 4096);
  if (start === null) return null;
  const head = parseHead(start);
  if (head.kind === "unknown") return "it is no program for this machine: neither ELF nor a script with #!";
  if (head.interpreter === null || covered(head.interpreter)) return null;
  const interpreter = posix.resolve("/", head.interpreter);
  if (resolveInRoot([root], interpreter) !== null) return null;
  return `its interpreter ${head.interpreter} is not in the image`;
}

/** Reads `#!` or the ELF header with its program headers (PT_INTERP), little endian, 64 bit. Anything odd: no interpreter known. */
export function parseHead(start: Buffer): Head {
  if (start.subarray(0, 2).toString("latin1") === "#!") {
    const line = start.subarray(2, 258).toString("latin1").split("\n")[0] ?? "";
    return { kind: "script", interpreter: line.trim().split(/[ \t]/)[0] || null };
  }
  if (start.subarray(0, 4).toString("latin1") !== "\u007fELF") return { kind: "unknown" };
  if (start.length < 64 || start[4] !== 2 || start[5] !== 1) return { kind: "elf", interpreter: null };
  const table = Number(start.readBigUInt64LE(32));
  const size = start.readUInt16LE(54);
  const count = start.readUInt16LE(56);
  for (let at = table; at + 56 <= start.length && at < table + size * count && size >= 56; at += size) {
    if (start.readUInt32LE(at) !== 3) continue;
    const from = Number(start.readBigUInt64LE(at + 8));
    const length = Number(start.readBigUInt64LE(at + 32));
    if (from + length > start.length) break;
    return {
      kind: "elf",
      interpreter: start
        .subarray(from, from + length)
        .toString("latin1")
        .replace(/\0+$/, ""),
    };
  }
  return { kind: "elf", interpreter: null };
}

const oPath = 0o10000000;

/**
 * The beginning of a regular file, null for anything else. The app may change its root at any instant, and a link, a pipe or a
 * device put in the file's place would be opened by root outside of the app's walls. So the name is pinned first (O_PATH opens
 * nothing), and the pin is what is read.
 */
export function readStart(path: string, bytes: number): Buffer | null {
  let pin: number;
  try {
    pin = openSync(path, oPath | constants.O_NOFOLLOW);
  } catch {
    return null;
  }
  try {
    if (!fstatSync(pin).isFile()) return null;
    const fd = openSync(`/proc/self/fd/${pin}`, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const buffer = Buffer.alloc(bytes);
      return buffer.subarray(0, readSync(fd, buffer, 0, bytes, 0));
    } finally {
      closeSync(fd);
    }
  } finally {
    closeSync(pin);
  }
}
