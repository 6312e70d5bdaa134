/** Passes on what a whitelist leaves of an archive (appc C7, D3). */
import type { KeptLinks } from "./kept-links.ts";
import { parentOf } from "./name.ts";
import type { TreeEntry } from "./records.ts";
import { impliedFolder, type Sink } from "./tree.ts";

type DrainedSink = Sink & { drained(): Promise<void> };

export class KeepingSink implements Sink {
  readonly #next: DrainedSink;
  readonly #links: KeptLinks;
  /** Made by this archive: the writer gives them modes and times at its end, so they must not be looked at anew. */
  readonly #folders = new Set<string>();
  #passes = false;

  constructor(next: DrainedSink, links: KeptLinks) {
    this.#next = next;
    this.#links = links;
  }

  entry(entry: TreeEntry): void {
    const { type, path } = entry;
    this.#passes = false;
    if (type === "dir" || type === "parent") {
      if (!this.#links.stays(path, true) || (type === "parent" && this.#folders.has(path))) return;
      this.#folders.add(path);
      this.#next.entry(entry);
    } else if (type === "hardlink") {
      const link = this.#links.targetOf(entry.link);
      if (this.#links.stays(path, false) && link !== path) this.#next.entry({ ...entry, link });
    } else {
      const place = this.#links.placeOf(path);
      if (place === null) return;
      if (place !== path) this.#parents(place);
      this.#passes = true;
      this.#next.entry({ ...entry, path: place });
    }
  }

  data(chunk: Buffer): void {
    if (this.#passes) this.#next.data(chunk);
  }
  whiteout(path: string): void {
    this.#next.whiteout(path);
  }
  opaque(path: string): void {
    this.#next.opaque(path);
  }
  progress(bytesRead: number): void {
    this.#next.progress(bytesRead);
  }
  drained(): Promise<void> {
    return this.#next.drained();
  }

  /** A file that goes to a later name of its own may come before that name's folders. */
  #parents(path: string): void {
    const parent = parentOf(path);
    if (parent === "" || this.#folders.has(parent)) return;
    this.#parents(parent);
    this.#folders.add(parent);
    this.#next.entry(impliedFolder("parent", parent));
  }
}
