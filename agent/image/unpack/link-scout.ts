/** The first reading under a filter: only the hard links are looked at. */
import type { Keep } from "../render/keep.ts";
import { KeptLinks } from "./kept-links.ts";
import type { TreeEntry } from "./records.ts";
import type { Sink } from "./tree.ts";

export class LinkScout implements Sink {
  readonly links: KeptLinks;

  constructor(keep: NonNullable<Keep>) {
    this.links = new KeptLinks(keep);
  }

  entry({ type, path, link }: TreeEntry): void {
    if (type === "hardlink") this.links.learn(path, link);
  }
  data(): void {}
  whiteout(): void {}
  opaque(): void {}
  progress(): void {}
  async drained(): Promise<void> {}
}
