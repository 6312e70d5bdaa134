/** A tree that must not change, and a picture of everything about it that could. */
import { createHash } from "node:crypto";
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

export function plantCanary(folder: string): void {
  mkdirSync(join(folder, "d"), { recursive: true });
  writeFileSync(join(folder, "f"), "canary", { mode: 0o644 });
  writeFileSync(join(folder, "d", "f"), "canary");
  linkSync(join(folder, "f"), join(folder, "h"));
  symlinkSync("f", join(folder, "s"));
}

/** A line for each name: inode, mode, owner, links, times, content. Equal pictures are equal trees. */
export function picture(folder: string): string[] {
  const lines: string[] = [];
  const walk = (path: string) => {
    const s = lstatSync(path, { bigint: true });
    const content = s.isFile()
      ? createHash("sha256").update(readFileSync(path)).digest("hex")
      : s.isSymbolicLink()
        ? readlinkSync(path)
        : "";
    lines.push([path, s.ino, s.mode, s.uid, s.gid, s.nlink, s.size, s.mtimeNs, s.ctimeNs, content].join(" "));
    if (s.isDirectory()) for (const name of readdirSync(path).sort()) walk(join(path, name));
  };
  walk(folder);
  return lines;
}
