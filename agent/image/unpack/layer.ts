/**
 * What of a tar is an OCI layer (image-spec layer.md): names may begin with `/` or `./`; `.wh.NAME` hides NAME of lower layers;
 * `.wh..wh..opq` hides all that lower layers have in its folder; other `.wh..wh.` names are AUFS's own and left out.
 */
import { ArchiveError, shown } from "./archive-error.ts";
import { entryOf } from "./entry.ts";
import { baseOf, cleanName, parentOf } from "./name.ts";
import type { TarEntry, TarHandler } from "./tar.ts";
import type { Sink, TreePlan } from "./tree.ts";

const prefix = ".wh.";
const opaque = ".wh..wh..opq";
const reserved = ".wh..wh.";

export class LayerHandler implements TarHandler {
  readonly #tree: TreePlan;
  readonly #sink: Sink;

  constructor(tree: TreePlan, sink: Sink) {
    this.#tree = tree;
    this.#sink = sink;
  }

  entry(entry: TarEntry): boolean {
    const path = cleanName(entry.path, "strip");
    if (path.includes(prefix) && this.#marker(entry, path)) return false;
    const made = entryOf(entry, path, (link) => cleanName(link, "strip"));
    if (!made) return false;
    this.#tree.add(made);
    return made.type === "file";
  }

  data(chunk: Buffer): void {
    this.#sink.data(chunk);
  }

  done(): void {}

  finish(): null {
    return null;
  }

  /** True when the entry was a whiteout of some sort, and is no file. */
  #marker(entry: TarEntry, path: string): boolean {
    const base = baseOf(path);
    const parent = parentOf(path);
    const fault = (why: string) => new ArchiveError(shown(entry.path), why);
    if (path.split("/").some((part) => part.startsWith(reserved) && part !== opaque)) return true;
    if (parent.split("/").some((part) => part.startsWith(prefix))) throw fault("it stands below a whiteout");
    if (!base.startsWith(prefix)) return false;
    if (entry.type !== "file" && entry.type !== "hardlink") throw fault(`it is a whiteout, but a ${entry.type}`);
    if (base === opaque) {
      this.#tree.opaque(parent);
      return true;
    }
    const hidden = base.slice(prefix.length);
    if (hidden === "" || hidden === "." || hidden === "..") throw fault("it is a whiteout of no name");
    this.#tree.whiteout(parent === "" ? hidden : `${parent}/${hidden}`);
    return true;
  }
}
