/** `walk` with what any user may read: attributes are left out, and of stacked trees the upper name hides the lower ones. */
import { type BigIntStats, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { TreeWalk, WalkEntry, WalkPiece } from "../../host/host.ts";

type Found = { at: Buffer; stat: BigIntStats };

export async function* walkPlain(walk: TreeWalk): AsyncGenerator<WalkPiece, { entries: number }> {
  const { lower, deep, content = -1, maxEntries = Number.MAX_SAFE_INTEGER, signal } = walk;
  const firsts = new Map<string, string>();
  let entries = 0;
  yield* visit(walk.path, true);
  return { entries };

  function* visit(path: string, open: boolean): Generator<WalkPiece> {
    signal?.throwIfAborted();
    const found = look(lower, path);
    if (!found) return;
    if (++entries > maxEntries + 1) return;
    const entry = entryOf(found, path);
    const inode = `${found.stat.dev}:${found.stat.ino}`;
    const first = entry.names > 1 && entry.kind !== "dir" && deep ? firsts.get(inode) : undefined;
    firsts.set(inode, first ?? path);
    if (first !== undefined) yield { entry: { ...entry, kind: "hardlink", link: first } };
    else yield { entry };
    if (first === undefined && entry.kind === "file" && entry.size > 0 && entry.size <= content)
      yield { data: readFileSync(found.at) };
    if (entry.kind !== "dir" || !open) return;
    for (const name of namesIn(lower, path)) yield* visit(path === "." ? name : `${path}/${name}`, deep);
  }
}

function entryOf({ at, stat }: Found, path: string): WalkEntry {
  const kind = kindOf(stat);
  const mode = Number(stat.mode);
  const nsec = stat.mtimeNs % 1_000_000_000n;
  return {
    ...{ kind, path, link: kind === "symlink" ? readlinkSync(at).toString() : "", xattrs: [] },
    ...{ format: mode & 0o170000, mode: mode & 0o7777, uid: Number(stat.uid), gid: Number(stat.gid) },
    ...{ names: Number(stat.nlink), mtimeSec: Number(stat.mtimeNs / 1_000_000_000n), mtimeNsec: Number(nsec) },
    size: kind === "file" ? Number(stat.size) : 0,
  };
}

function kindOf(stat: BigIntStats): WalkEntry["kind"] {
  if (stat.isDirectory()) return "dir";
  if (stat.isSymbolicLink()) return "symlink";
  if (stat.isFIFO()) return "fifo";
  return stat.isFile() ? "file" : "other";
}

/** The uppermost tree that has it; none when a folder on the way is no folder there. */
function look(lower: string[], path: string): Found | null {
  const parts = path === "." ? [] : path.split("/");
  if (parts.includes("..")) return null;
  for (const tree of lower) {
    const way = parts.map((_, i) => pathOf(tree, parts.slice(0, i + 1)));
    if (way.slice(0, -1).some((at) => !lstatSync(at, { throwIfNoEntry: false })?.isDirectory())) continue;
    const at = way.at(-1) ?? Buffer.from(tree);
    const stat = lstatSync(at, { bigint: true, throwIfNoEntry: false });
    if (stat) return { at, stat };
  }
  return null;
}

function namesIn(lower: string[], path: string): string[] {
  const parts = path === "." ? [] : path.split("/");
  const names = new Set<string>();
  for (const tree of lower) {
    const at = pathOf(tree, parts);
    if (!lstatSync(at, { throwIfNoEntry: false })?.isDirectory()) continue;
    for (const name of readdirSync(at, { encoding: "buffer" })) names.add(name.toString("latin1"));
  }
  return [...names].sort();
}

function pathOf(tree: string, parts: string[]): Buffer {
  return Buffer.concat([Buffer.from(tree), ...parts.map((part) => Buffer.from(`/${part}`, "latin1"))]);
}
