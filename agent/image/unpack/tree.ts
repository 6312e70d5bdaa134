/**
 * Turns entries into a tree that can be written without ever following a link: each name's parent is a folder that this archive
 * made (missing ones are added, root's, 0755), nothing stands below a link or a file, and a folder is never replaced. The
 * writer checks the same again against the disk.
 */
import { ArchiveError, shown, tooLarge } from "./archive-error.ts";
import { parentOf } from "./name.ts";
import { NameTable } from "./name-table.ts";
import type { TreeEntry } from "./records.ts";

/** Takes what the reader found, in order. */
export interface Sink {
  entry(entry: TreeEntry): void;
  /** Content of the last file; the chunk is only valid during the call. */
  data(chunk: Buffer): void;
  whiteout(path: string): void;
  opaque(path: string): void;
  /** A layer's hard link to what only lower layers have; nothing is written. */
  borrow?(path: string, target: string): void;
  progress(bytesRead: number): void;
}

const kind = { folder: 1, implied: 2, leaf: 3, whiteout: 4, borrowed: 5 } as const;

/** The time of a folder that the archive left out is this many nanoseconds after 1970, so that it can be told on the disk. */
export const impliedNsec = 1000;

export function impliedFolder(type: "dir" | "parent", path: string): TreeEntry {
  const root = { uid: 0, gid: 0, mtimeSec: 0, mtimeNsec: impliedNsec };
  return { type, path, link: "", mode: 0o755, size: 0, xattrs: [], ...root };
}

/** `merge`: folders that the archive leaves out give way to those that the target has already. */
export type TreeLimits = { maxEntries: number; maxBytes: number; merge?: boolean };

export class TreePlan {
  /** Sum of the files' sizes. */
  bytes = 0;
  /** Folders that the archive leaves out. */
  implied = 0;
  readonly #sink: Sink;
  readonly #duplicates: "refuse" | "replace";
  readonly #limits: TreeLimits;
  readonly #names = new NameTable();
  #made = 0;
  #parent = "";

  constructor(sink: Sink, duplicates: "refuse" | "replace", limits: TreeLimits) {
    this.#sink = sink;
    this.#duplicates = duplicates;
    this.#limits = limits;
    this.#names.set("", kind.implied);
  }

  /** `path` and a hard link's target are cleaned; "" is the root. */
  add(entry: TreeEntry): void {
    const { path } = entry;
    const fault = (why: string) => new ArchiveError(shown(path === "" ? "." : path), why);
    const isFolder = entry.type === "dir";
    if (path === "" && !isFolder) throw fault("the root is no folder");
    if (path !== "") this.#needParent(path);
    const before = this.#names.get(path);
    if (before !== 0 && before !== kind.implied && this.#duplicates === "refuse") throw fault("it is there twice");
    const wasFolder = before === kind.folder || before === kind.implied;
    if (wasFolder && !isFolder) throw fault("it would replace a folder of the same archive");
    if (entry.type === "hardlink" && this.#needTarget(entry, fault) === "below") {
      this.#borrow(entry, before, fault);
      return;
    }
    if (before === kind.implied && path !== "") this.implied--;
    this.#names.set(path, isFolder ? kind.folder : kind.leaf);
    this.#count(fault);
    this.#weigh(entry.size);
    this.#sink.entry({ ...entry, path: path === "" ? "." : path });
    if (isFolder && before === kind.whiteout) this.#sink.opaque(path);
  }

  /** Hides what lower layers have at `path`; a thing of this layer with the same name stays. */
  whiteout(path: string): void {
    this.#needParent(path);
    const before = this.#names.get(path);
    if (before === kind.folder || before === kind.implied) this.#sink.opaque(path);
    if (before !== 0) return;
    this.#names.set(path, kind.whiteout);
    this.#count((why) => new ArchiveError(shown(path), why));
    this.#sink.whiteout(path);
  }

  /** Hides all that lower layers have in the folder `path`. */
  opaque(path: string): void {
    this.#needFolder(path);
    this.#sink.opaque(path === "" ? "." : path);
  }

  /** A layer's link to what it has not itself is one to what lower layers have. */
  #needTarget(entry: TreeEntry, fault: (why: string) => ArchiveError): "here" | "below" {
    const target = this.#names.get(entry.link);
    if (entry.link === entry.path) throw fault("it is a hard link to itself");
    if (target === kind.folder || target === kind.implied)
      throw fault(`it is a hard link to the folder ${shown(entry.link)}`);
    if (target === kind.leaf) return "here";
    if (this.#duplicates === "refuse" || target === kind.whiteout)
      throw fault(`it is a hard link to ${shown(entry.link)}, which is not in the archive before it`);
    return "below";
  }

  #borrow({ path, link }: TreeEntry, before: number, fault: (why: string) => ArchiveError): void {
    if (before === kind.leaf) throw fault(`it would replace a file of the same layer by one of a lower layer`);
    this.#names.set(path, kind.borrowed);
    this.#count(fault);
    this.#sink.borrow?.(path, link);
  }

  #needParent(path: string): void {
    const parent = parentOf(path);
    if (parent === this.#parent) return;
    this.#needFolder(parent);
    this.#parent = parent;
  }

  /** All parents of a folder are folders, since none is ever replaced. */
  #needFolder(path: string): void {
    const what = this.#names.get(path);
    if (what === kind.folder || what === kind.implied) return;
    if (what === kind.leaf || what === kind.borrowed)
      throw new ArchiveError(shown(path), "something stands below it, but it is no folder");
    this.#needFolder(parentOf(path));
    this.#names.set(path, kind.implied);
    this.implied++;
    this.#count((why) => new ArchiveError(shown(path), why));
    this.#sink.entry(impliedFolder(this.#limits.merge ? "parent" : "dir", path));
    if (what === kind.whiteout) this.#sink.opaque(path);
  }

  #count(fault: (why: string) => ArchiveError): void {
    const { maxEntries } = this.#limits;
    if (++this.#made > maxEntries) throw fault(`the archive makes more than ${maxEntries} files`);
  }

  /** By what the entry states, before any of it is written. */
  #weigh(size: number): void {
    this.bytes += size;
    if (this.bytes > this.#limits.maxBytes) throw tooLarge(this.#limits.maxBytes);
  }
}
