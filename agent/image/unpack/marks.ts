/**
 * What of a layer cannot be read back from its tree without system calls that Node lacks: extended attributes, opaque folders, and
 * whether its root was stated. Gathered while the reader's entries pass, kept in the layer's record, needed to write the
 * image's ACI (squash/).
 */
import type { LayerMarks } from "../../host/host.ts";
import { ArchiveError } from "./archive-error.ts";
import { parentOf } from "./name.ts";
import type { TreeEntry } from "./records.ts";
import type { Sink } from "./tree.ts";
import type { Xattr } from "./xattrs.ts";

/** Of their JSON, roughly: they travel in the reader's summary, which has a limit of its own. */
const maxMarks = 2 * 1024 * 1024;

type DrainedSink = Sink & { drained(): Promise<void> };

export class MarkingSink implements Sink {
  readonly #next: DrainedSink;
  readonly #opaque = new Set<string>();
  readonly #hiding = new Set<string>();
  readonly #borrowed = new Map<string, string>();
  readonly #xattrs = new Map<string, Map<string, string>>();
  #root = false;
  #weight = 0;

  constructor(next: DrainedSink) {
    this.#next = next;
  }

  entry(entry: TreeEntry): void {
    this.#next.entry(entry);
    this.#borrowed.delete(entry.path);
    const { path, type } = entry;
    if (path === ".") this.#root = true;
    if (type === "dir") this.#keep(path, folderXattrs(entry), true);
    else if (type === "file") this.#keep(path, entry.xattrs, false);
    else if (type === "hardlink") this.#share(path, this.#xattrs.get(entry.link));
    else this.#xattrs.delete(path);
  }

  opaque(path: string): void {
    this.#next.opaque(path);
    if (!this.#opaque.has(path)) this.#weigh(path, path.length);
    this.#opaque.add(path);
  }

  borrow(path: string, target: string): void {
    this.#weigh(path, path.length + target.length);
    this.#borrowed.set(path, this.#borrowed.get(target) ?? target);
  }

  data(chunk: Buffer): void {
    this.#next.data(chunk);
  }
  whiteout(path: string): void {
    this.#next.whiteout(path);
    const folder = parentOf(path) || ".";
    if (this.#hiding.has(folder)) return;
    this.#weigh(path, folder.length);
    this.#hiding.add(folder);
  }
  progress(bytesRead: number): void {
    this.#next.progress(bytesRead);
  }
  drained(): Promise<void> {
    return this.#next.drained();
  }

  get marks(): LayerMarks {
    const xattrs = [...this.#xattrs].flatMap(([path, values]) =>
      [...values].map(([name, value]) => ({ path, name, value })),
    );
    const borrowed = Array.from(this.#borrowed, ([path, target]) => ({ path, target }));
    return { root: this.#root, opaque: [...this.#opaque].sort(), hiding: [...this.#hiding].sort(), borrowed, xattrs };
  }

  /** `more`: attributes that a folder got from an earlier entry stay. */
  #keep(path: string, xattrs: Xattr[], more: boolean): void {
    if (!more) this.#xattrs.delete(path);
    if (xattrs.length === 0) return;
    const there = this.#xattrs.get(path) ?? new Map<string, string>();
    for (const { name, value } of xattrs) there.set(name, value.toString("base64"));
    this.#share(path, there);
  }

  #share(path: string, xattrs: Map<string, string> | undefined): void {
    if (!xattrs) {
      this.#xattrs.delete(path);
      return;
    }
    for (const [name, value] of xattrs) this.#weigh(path, path.length + name.length + value.length);
    this.#xattrs.set(path, xattrs);
  }

  #weigh(path: string, bytes: number): void {
    this.#weight += bytes + 32;
    if (this.#weight > maxMarks)
      throw new ArchiveError(path, `extended attributes and opaque folders take more than ${maxMarks} bytes`);
  }
}

/** What the writer sets on folders. */
function folderXattrs({ xattrs }: TreeEntry): Xattr[] {
  return xattrs.filter(({ name }) => name.startsWith("user."));
}
