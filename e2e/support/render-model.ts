/**
 * Extraction as the App Container specification tells it, on plain values: archives in order, each over what is there, each filtered.
 * And random archives over few names, so that they meet in every way.
 */
import fc from "fast-check";
import type { RawEntry } from "../../agent/image/unpack/tar.fixture.ts";

export type ModelEntry = {
  path: string;
  type: "dir" | "file" | "symlink" | "hardlink";
  mode: number;
  uid: number;
  mtime: number;
  text: string;
};
export type ModelArchive = { entries: ModelEntry[]; root: { mode: number; uid: number; mtime: number } };

const names = ["a", "b", "a/c", "a/d", "b/e", "a/c/f", "b/e/g"];
const entry = fc.record({
  type: fc.constantFrom("none", "none", "dir", "file", "symlink", "hardlink" as const),
  mode: fc.constantFrom(0o755, 0o700, 0o640, 0o1777, 0o4755),
  uid: fc.nat(3),
  mtime: fc.integer({ min: 1, max: 1000 }),
  text: fc.constantFrom("x", "yy", "/etc", "a", ""),
});
const root = fc.record({ mode: fc.constantFrom(0o755, 0o711), uid: fc.nat(1), mtime: fc.nat(100) });

/** Names below what is no folder are left out, and links before any file. */
export const archives: fc.Arbitrary<ModelArchive> = fc
  .tuple(root, fc.tuple(...names.map(() => entry)), fc.shuffledSubarray(names, { minLength: names.length }))
  .map(([top, drawn, order]) => {
    const kinds = new Map(names.map((path, i) => [path, drawn[i] as (typeof drawn)[number]]));
    const leaf = (path: string) => !["none", "dir"].includes(kinds.get(path)?.type ?? "none");
    const entries: ModelEntry[] = [];
    for (const path of order) {
      const one = kinds.get(path) as (typeof drawn)[number];
      if (one.type === "none" || parentsOf(path).some(leaf)) continue;
      const target = entries.filter(({ type }) => type !== "dir")[one.mtime % 3];
      if (one.type === "hardlink" && !target) continue;
      const text = one.type === "hardlink" ? (target?.path ?? "") : one.type === "symlink" ? one.text || "b" : one.text;
      entries.push({
        path,
        type: one.type as ModelEntry["type"],
        mode: one.mode,
        uid: one.uid,
        mtime: one.mtime,
        text,
      });
    }
    return { entries, root: top };
  });
export const whitelists = fc.array(fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }), { maxLength: 3 });

export function rawEntries({ entries }: ModelArchive): RawEntry[] {
  const types = { dir: "5", file: "0", symlink: "2", hardlink: "1" };
  return entries.map(({ path, type, mode, uid, mtime, text }) => ({
    ...{ name: `rootfs/${path}`, type: types[type], mode, uid, mtime },
    ...(type === "file" ? { body: text } : {}),
    ...(type === "symlink" ? { link: text } : type === "hardlink" ? { link: `rootfs/${text}` } : {}),
  }));
}

type Node = { kind: "dir" | "file" | "symlink"; mode: number; uid: number; mtime: string; text: string };

/** One line an entry, in the order of a walk; `lists` are the whitelists of each archive. */
export function rendered(steps: { archive: ModelArchive; lists: string[][] }[]): string[] {
  const tree = new Map<string, Node>([[".", { kind: "dir", mode: 0o755, uid: 0, mtime: "0", text: "" }]]);
  for (const { archive, lists } of steps) extract(tree, archive, lists);
  return lines(tree);
}

function extract(tree: Map<string, Node>, { entries, root: top }: ModelArchive, lists: string[][]): void {
  const inTree = (list: string[], path: string) => list.some((listed) => listed.startsWith(`${path}/`));
  const stays = (path: string, folder: boolean) =>
    lists.every((list) => list.includes(path) || (folder && inTree(list, path)));
  const put = (path: string, node: Node) => {
    const there = tree.get(path);
    if (there?.kind === "dir" && node.kind !== "dir")
      for (const below of [...tree.keys()]) if (below.startsWith(`${path}/`)) tree.delete(below);
    tree.set(path, node);
  };
  tree.set(".", { kind: "dir", text: "", mode: top.mode, uid: top.uid, mtime: String(top.mtime) });
  const files = new Map<string, Node>();
  const stated = new Set(entries.map(({ path }) => path));
  for (const { path } of entries)
    for (const parent of parentsOf(path)) {
      if (stated.has(parent) || !stays(parent, true) || tree.get(parent)?.kind === "dir") continue;
      put(parent, { kind: "dir", mode: 0o755, uid: 0, mtime: "0.000001000", text: "" });
    }
  for (const { path, type, mode, uid, mtime, text } of entries) {
    if (type === "dir") {
      if (stays(path, true)) put(path, { kind: "dir", mode, uid, mtime: String(mtime), text: "" });
      continue;
    }
    const node: Node =
      type === "hardlink"
        ? (files.get(text) as Node)
        : { kind: type, mode: type === "symlink" ? 0o777 : mode, uid, mtime: String(mtime), text };
    files.set(path, node);
  }
  for (const [path, node] of files) if (stays(path, false)) put(path, node);
}

function lines(tree: Map<string, Node>): string[] {
  const first = new Map<Node, string>();
  const order = [...tree.keys()].sort((a, b) => (walkKey(a) < walkKey(b) ? -1 : 1));
  return order.map((path) => {
    const node = tree.get(path) as Node;
    const about = `${node.mode.toString(8)} ${node.uid} ${node.mtime}`;
    const known = node.kind === "dir" ? undefined : first.get(node);
    if (known !== undefined) return `hardlink ${path} ${about} ${known}`;
    first.set(node, path);
    return `${node.kind} ${path} ${about} ${node.text}`.trim();
  });
}

/** Folders before what is in them, names by their bytes. */
function walkKey(path: string): string {
  return path === "." ? "" : path.replaceAll("/", "\u0001");
}

function parentsOf(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("/"));
}
