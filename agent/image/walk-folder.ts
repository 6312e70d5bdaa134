/** A folder as the files of an ACI: in the order of their names' bytes, hard links told by inode, no link followed. */
import type { Stats } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { CratonError } from "../../lib/contract/errors.ts";
import { diskError } from "../disk.ts";
import type { AciFile } from "./build-aci.ts";

export async function* walkFolder(root: string): AsyncGenerator<AciFile> {
  const top = await lstat(root).catch((cause) => Promise.reject(diskError(cause, root, "read")));
  if (!top.isDirectory()) throw new CratonError("disk-failed", { path: root, verb: "read", why: "it is no folder" });
  yield { path: "", type: "dir", ...common(top) };
  yield* below(root, "", new Map());
}

async function* below(root: string, folder: string, inodes: Map<string, string>): AsyncGenerator<AciFile> {
  const names = await readdir(join(root, folder));
  names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const name of names) {
    const path = folder === "" ? name : `${folder}/${name}`;
    const full = join(root, path);
    const stat = await lstat(full);
    const file = { path, ...common(stat) };
    if (stat.isDirectory()) {
      yield { ...file, type: "dir" };
      yield* below(root, path, inodes);
    } else if (stat.isSymbolicLink()) yield { ...file, type: "symlink", link: await readlink(full) };
    else if (stat.isFIFO()) yield { ...file, type: "fifo" };
    else if (stat.isFile())
      yield linkOf(file, stat, inodes) ?? { ...file, type: "file", size: stat.size, content: { file: full } };
    else if (!stat.isSocket())
      throw new CratonError("unsupported", { what: `${full}, a device`, why: "an image holds no devices" });
  }
}

function common(stat: Stats) {
  return { mode: stat.mode & 0o7777, uid: stat.uid, gid: stat.gid, mtime: Math.floor(stat.mtimeMs / 1000) };
}

/** The second and later names of an inode. */
function linkOf(
  file: ReturnType<typeof common> & { path: string },
  stat: Stats,
  inodes: Map<string, string>,
): AciFile | null {
  if (stat.nlink < 2) return null;
  const inode = `${stat.dev}:${stat.ino}`;
  const first = inodes.get(inode);
  if (first !== undefined) return { ...file, type: "hardlink", link: first };
  inodes.set(inode, file.path);
  return null;
}
