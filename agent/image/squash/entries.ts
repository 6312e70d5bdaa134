/** The merged tree as tar entries, hard links told by inode. Owners, modes and attributes are the image's; times whole seconds. */
import { readlinkSync } from "node:fs";
import type { TarFile } from "../tar-writer.ts";
import { type Found, merged, type SquashLayer } from "./merge.ts";

/** `content`: the file on the disk whose `size` bytes follow the header. `mend`: squash/merge.ts. */
export type SquashEntry = { file: TarFile; content: Buffer | null; mend?: boolean };

export function* squashed(layers: SquashLayer[]): Generator<SquashEntry> {
  const links = new Map<string, string>();
  for (const found of merged(layers)) {
    const { stat, path, at } = found;
    const file = { path: inArchive(path), ...about(found) };
    if (stat.isDirectory()) yield { ...bare({ ...file, type: "dir" }), mend: found.mend };
    else if (stat.isSymbolicLink())
      yield bare({ ...file, type: "symlink", mode: 0o777, link: readlinkSync(at, "latin1") });
    else if (stat.isFIFO()) yield bare({ ...file, type: "fifo" });
    else if (stat.isFile()) {
      const first = stat.nlink > 1n ? links.get(found.inode) : undefined;
      if (first !== undefined) yield bare({ ...file, type: "hardlink", link: first, xattrs: [] });
      else yield { file: { ...file, type: "file", size: Number(stat.size) }, content: at };
      if (stat.nlink > 1n && first === undefined) links.set(found.inode, file.path);
    } else throw new Error(`${JSON.stringify(path)} is neither file, folder, link nor pipe`);
  }
}

/**
 * The folders that must be stated anew above all layers for the overlay to show them as the image says, as a layer. With all that
 * they stand in, since that layer must leave nothing out itself.
 */
export function* mending(layers: SquashLayer[]): Generator<SquashEntry> {
  let above: Found[] = [];
  for (const found of merged(layers)) {
    if (!found.stat.isDirectory()) continue;
    above = above.filter(({ path }) => path === "" || found.path.startsWith(`${path}/`));
    above.push(found);
    if (!found.mend) continue;
    for (const folder of above.splice(0)) yield bare({ path: folder.path || ".", ...about(folder), type: "dir" });
  }
}

function about({ stat, xattrs, unstated }: Found) {
  if (unstated) return { mode: 0o755, uid: 0, gid: 0, mtime: 0, size: 0, xattrs };
  const mtime = Number(
    stat.mtimeNs < 0n ? (stat.mtimeNs - 999_999_999n) / 1_000_000_000n : stat.mtimeNs / 1_000_000_000n,
  );
  return { mode: Number(stat.mode & 0o7777n), uid: Number(stat.uid), gid: Number(stat.gid), mtime, size: 0, xattrs };
}

function bare(file: TarFile): SquashEntry {
  return { file, content: null };
}

function inArchive(path: string): string {
  return path === "" ? "rootfs" : `rootfs/${path}`;
}
