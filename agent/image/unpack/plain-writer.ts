/**
 * Writes a tree with what Node has, for the fake host and for a folder that a person asked for: attributes and fifos are left out, owners and
 * set-uid bits too unless it is root that wants them, and a whiteout is a marker file `.wh.NAME` (`.wh..wh..opq` in an opaque folder), since only root makes overlayfs's own. The plan
 * has made sure that no parent is a link, so plain paths are safe in a folder that nobody else writes to.
 */
import {
  chmodSync,
  closeSync,
  lchownSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import type { TreeEntry } from "./records.ts";
import type { Sink } from "./tree.ts";

export class PlainWriter implements Sink {
  readonly #root: Buffer;
  readonly #onProgress: (bytes: number) => void;
  readonly #owners: boolean;
  /** Entries that were made without their attributes, or not at all. */
  leftOut = 0;
  #file: number | null = null;
  #left = 0;
  /** Modes and times of folders come last: writing into a folder needs the right and changes its time. */
  readonly #folders = new Map<string, TreeEntry>();
  #current: { path: Buffer; entry: TreeEntry } | null = null;

  /** `owners`: also owners and all mode bits, which takes root. */
  constructor(root: string, onProgress: (bytes: number) => void, { owners = false } = {}) {
    this.#root = Buffer.from(root);
    this.#onProgress = onProgress;
    this.#owners = owners;
  }

  entry(entry: TreeEntry): void {
    if (entry.type === "fifo" || entry.xattrs.length > 0) this.leftOut++;
    const path = this.#path(entry.path);
    if (entry.type === "dir" || entry.type === "parent") this.#folder(path, entry);
    else if (entry.type !== "fifo") this.#leaf(path, entry);
  }

  #leaf(path: Buffer, entry: TreeEntry): void {
    rmSync(path, { force: true, recursive: true });
    if (entry.type === "symlink") {
      symlinkSync(Buffer.from(entry.link, "latin1"), path);
      if (this.#owners) this.#finishLeaf(path, entry, false);
    } else if (entry.type === "hardlink") linkSync(this.#path(entry.link), path);
    else {
      this.#file = openSync(path, "wx", 0o600);
      this.#left = entry.size;
      this.#current = { path, entry };
      if (entry.size === 0) this.#close();
    }
  }

  #folder(path: Buffer, entry: TreeEntry): void {
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (entry.path !== "." && !there?.isDirectory()) {
      rmSync(path, { force: true });
      mkdirSync(path, 0o755);
    } else if (there && entry.type === "parent" && !this.#folders.has(entry.path)) {
      const { mode, mtimeMs } = there;
      this.#folders.set(entry.path, { ...entry, mode, mtimeSec: mtimeMs / 1000, mtimeNsec: 0 });
      return;
    } else if (entry.type === "parent") return;
    this.#folders.set(entry.path, entry);
  }

  data(chunk: Buffer): void {
    if (this.#file === null) return;
    for (let at = 0; at < chunk.length; ) at += writeSync(this.#file, chunk, at);
    this.#left -= chunk.length;
    if (this.#left === 0) this.#close();
  }

  whiteout(path: string): void {
    const slash = path.lastIndexOf("/") + 1;
    writeFileSync(this.#path(`${path.slice(0, slash)}.wh.${path.slice(slash)}`), "");
  }

  opaque(path: string): void {
    writeFileSync(this.#path(`${path}/.wh..wh..opq`), "");
  }

  progress(bytes: number): void {
    this.#onProgress(bytes);
  }

  async drained(): Promise<void> {}

  /** Finishes folders, deepest first. The owner keeps the right to read and remove what was unpacked. */
  finish(): void {
    this.abort();
    for (const [path, entry] of [...this.#folders].reverse()) {
      if (this.#owners) lchownSync(this.#path(path), entry.uid, entry.gid);
      chmodSync(this.#path(path), this.#owners ? entry.mode : (entry.mode & 0o777) | 0o700);
      lutimesSync(this.#path(path), seconds(entry), seconds(entry));
    }
  }

  /** Closes what is open. */
  abort(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  #close(): void {
    this.abort();
    if (!this.#current) return;
    this.#finishLeaf(this.#current.path, this.#current.entry, true);
  }

  #finishLeaf(path: Buffer, entry: TreeEntry, hasMode: boolean): void {
    if (this.#owners) lchownSync(path, entry.uid, entry.gid);
    if (hasMode) chmodSync(path, this.#owners ? entry.mode : (entry.mode & 0o777) | 0o400);
    lutimesSync(path, seconds(entry), seconds(entry));
  }

  #path(path: string): Buffer {
    return path === "." ? this.#root : Buffer.concat([this.#root, Buffer.from(`/${path}`, "latin1")]);
  }
}

function seconds(entry: TreeEntry): number {
  return entry.mtimeSec + entry.mtimeNsec / 1e9;
}
