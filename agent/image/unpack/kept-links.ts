/**
 * Hard links under a filter. The file of a link that stays may be left out; then the first of its names that stays becomes the file, and
 * the others are links to that.
 */
import type { Keep } from "../render/keep.ts";

export class KeptLinks {
  readonly #exact: Set<string>;
  readonly #folders: Set<string>;
  /** A link's file, by the name under which it came first. */
  readonly #files = new Map<string, string>();
  /** The name that stays, by that of a file that does not. */
  readonly #names = new Map<string, string>();

  constructor(keep: NonNullable<Keep>) {
    this.#exact = new Set(keep.exact);
    this.#folders = new Set(keep.folders);
  }

  stays(path: string, isFolder: boolean): boolean {
    return path === "." || this.#exact.has(path) || (isFolder && this.#folders.has(path));
  }

  /** A hard link of the archive, in its order. */
  learn(path: string, target: string): void {
    const file = this.#files.get(target) ?? target;
    this.#files.set(path, file);
    if (this.stays(path, false) && !this.stays(file, false) && !this.#names.has(file)) this.#names.set(file, path);
  }

  /** Where the file that the archive has at `path` goes; null when no name of it stays. */
  placeOf(path: string): string | null {
    return this.stays(path, false) ? path : (this.#names.get(path) ?? null);
  }

  /** What a link that stays links to. */
  targetOf(target: string): string {
    const file = this.#files.get(target) ?? target;
    return this.placeOf(file) ?? file;
  }
}
