/**
 * What of a tar is an App Container Image (appc B2, B3, B12): one regular file `manifest`, one explicit folder `rootfs`, and
 * what is below it. `rootfs/` is stripped, and the folder itself gives the root its mode and owner.
 */
import { ArchiveError, shown } from "./archive-error.ts";
import { entryOf } from "./entry.ts";
import { cleanName } from "./name.ts";
import type { TarEntry, TarHandler } from "./tar.ts";
import type { Sink, TreePlan } from "./tree.ts";

export const maxManifest = 1024 * 1024;

export class AciHandler implements TarHandler {
  readonly #tree: TreePlan;
  readonly #sink: Sink;
  #manifest: Buffer[] | null = null;
  #inManifest = false;
  #hasRoot = false;

  constructor(tree: TreePlan, sink: Sink) {
    this.#tree = tree;
    this.#sink = sink;
  }

  entry(entry: TarEntry): boolean {
    const name = cleanName(entry.path, "refuse");
    this.#inManifest = name === "manifest";
    if (name === "" && entry.type === "dir") return false;
    if (this.#inManifest) return this.#beginManifest(entry);
    if (name === "rootfs") {
      if (entry.type !== "dir") throw new ArchiveError("rootfs", `it is a ${entry.type}, not a folder`);
      if (this.#hasRoot) throw new ArchiveError("rootfs", "it is there twice");
      this.#hasRoot = true;
    } else if (!name.startsWith("rootfs/"))
      throw new ArchiveError(shown(name === "" ? entry.path : name), "an ACI holds only manifest and rootfs");
    const made = entryOf(entry, name.slice("rootfs/".length), (link) => this.#below(entry, link));
    if (!made) return false;
    this.#tree.add(made);
    return made.type === "file";
  }

  data(chunk: Buffer): void {
    if (this.#inManifest) this.#manifest?.push(Buffer.from(chunk));
    else this.#sink.data(chunk);
  }

  done(): void {}

  /** The manifest's text; refuses an archive without manifest or rootfs. */
  finish(): string {
    if (!this.#manifest) throw new ArchiveError("manifest", "the archive has no manifest, so it is no ACI");
    if (!this.#hasRoot) throw new ArchiveError("rootfs", "the archive has no folder rootfs, so it is no ACI");
    try {
      // A byte order mark is no JSON (RFC 8259, 8.1) and is left in for the parser to refuse.
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(this.#manifest));
    } catch {
      throw new ArchiveError("manifest", "it is not UTF-8");
    }
  }

  #beginManifest(entry: TarEntry): boolean {
    if (entry.type !== "file") throw new ArchiveError("manifest", `it is a ${entry.type}, not a regular file`);
    if (this.#manifest) throw new ArchiveError("manifest", "it is there twice");
    if (entry.size > maxManifest) throw new ArchiveError("manifest", `it is larger than ${maxManifest} bytes`);
    this.#manifest = [];
    return true;
  }

  #below(entry: TarEntry, link: string): string {
    const target = cleanName(link, "refuse");
    if (!target.startsWith("rootfs/"))
      throw new ArchiveError(shown(entry.path), `it is a hard link to ${shown(link)}, outside rootfs`);
    return target.slice("rootfs/".length);
  }
}
