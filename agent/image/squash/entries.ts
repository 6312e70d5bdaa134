/** The merged tree as tar entries, hard links told by inode. Owners, modes and attributes are the image's; times whole seconds. */
import { readlinkSync } from "node:fs";
import type { TarFile } from "../tar-writer.ts";
import { type Found, merged, type SquashLayer } from "./merge.ts";

/** `content`: the file on the disk whose `size` bytes follow the header. `mend`: squash/merge.ts. */
export type SquashEntry = { file: TarFile; content: Buffer | null; mend?: boolean };

export function* squashed(layers: SquashLayer[]): Generator<SquashEntry> {
  const links = new Map<string, string>();
  const shared = lentInodes(layers);
  for (const found of merged(layers)) {
    const { stat, path, at } = found;
    const file = { path: inArchive(path), ...about(found) };
    if (stat.isDirectory()) yield { ...bare({ ...file, type: "dir" }), mend: found.mend };
    else if (stat.isSymbolicLink())
      yield bare({ ...file, type: "symlink", mode: 0o777, link: readlinkSync(at, "latin1") });
    else if (stat.isFIFO()) yield bare({ ...file, type: "fifo" });
    else if (stat.isFile()) yield { ...fileOf(found, file, links, shared), mend: found.mend };
    else throw new Error(`${JSON.stringify(path)} is neither file, folder, link nor pipe`);
  }
}

/**
 * What must be stated anew above all layers for the overlay to show it as the image says, as a layer. With the folders that it stands
 * in, since that layer must leave nothing out itself.
 */
export function* mending(layers: SquashLayer[]): Generator<SquashEntry> {
  let above: Found[] = [];
  const links = new Map<string, string>();
  const shared = lentInodes(layers);
  for (const found of merged(layers)) {
    above = above.filter(({ path }) => path === "" || found.path.startsWith(`${path}/`));
    const isFile = found.stat.isFile();
    if (found.stat.isDirectory()) above.push(found);
    if (!found.mend && !(isFile && shared.has(found.inode))) continue;
    for (const folder of above.splice(0)) yield bare({ path: folder.path || ".", ...about(folder), type: "dir" });
    if (isFile) yield fileOf(found, { path: found.path, ...about(found) }, links, shared);
    else if (found.stat.isSymbolicLink())
      yield bare({
        path: found.path,
        ...about(found),
        type: "symlink",
        mode: 0o777,
        link: readlinkSync(found.at, "latin1"),
      });
  }
}

/** Files that upper layers link to: with all their names they go into the layer that mends. */
function lentInodes(layers: SquashLayer[]): Set<string> {
  const inodes = new Set<string>();
  if (layers.every(({ marks }) => marks.borrowed.length === 0)) return inodes;
  for (const { lent, inode } of merged(layers)) if (lent) inodes.add(inode);
  return inodes;
}

/** The file at its first name, a hard link to that at later ones. */
function fileOf(
  { stat, inode, at }: Found,
  file: Omit<TarFile, "type">,
  links: Map<string, string>,
  shared: Set<string>,
): SquashEntry {
  const several = stat.nlink > 1n || shared.has(inode);
  const first = several ? links.get(inode) : undefined;
  if (first !== undefined) return bare({ ...file, type: "hardlink", link: first, xattrs: [] });
  if (several) links.set(inode, file.path);
  return { file: { ...file, type: "file", size: Number(stat.size) }, content: at };
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
