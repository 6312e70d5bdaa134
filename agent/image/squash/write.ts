/** Writes tar entries through one buffer, which holds pieces of files without a copy. Synchronous. */
import { closeSync, constants, openSync, readSync } from "node:fs";
import { tarEnd, tarHeader, tarPadding } from "../tar-writer.ts";
import type { SquashEntry } from "./entries.ts";

const capacity = 1024 * 1024;

export class TarOut {
  /** Bytes given out. */
  size = 0;
  readonly #take: (chunk: Buffer) => void;
  readonly #buffer = Buffer.allocUnsafe(capacity);
  #filled = 0;

  /** `take` has used the chunk when it returns. */
  constructor(take: (chunk: Buffer) => void) {
    this.#take = take;
  }

  entry({ file, content }: SquashEntry): void {
    this.#bytes(tarHeader(file, "latin1"));
    if (content) this.#content(content, file.size);
    this.#bytes(tarPadding(file.size));
  }

  /** A file whose content is at hand. */
  text(path: string, content: Buffer): void {
    const about = { mode: 0o644, uid: 0, gid: 0, mtime: 0, size: content.length };
    this.#bytes(tarHeader({ path, type: "file", ...about }, "latin1"));
    this.#bytes(content);
    this.#bytes(tarPadding(content.length));
  }

  #bytes(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      const copied = chunk.copy(this.#buffer, this.#filled, at);
      at += copied;
      this.#grew(copied);
    }
  }

  end(): void {
    this.#bytes(tarEnd());
    if (this.#filled > 0) this.#take(this.#buffer.subarray(0, this.#filled));
    this.#filled = 0;
  }

  /** Exactly `size` bytes: a tree that is not as it was unpacked must not shift what follows. */
  #content(path: Buffer, size: number): void {
    const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      for (let left = size; left > 0; ) {
        const n = readSync(fd, this.#buffer, this.#filled, Math.min(left, capacity - this.#filled), null);
        if (n === 0) throw new Error(`${JSON.stringify(path.toString())} is shorter than its size`);
        left -= n;
        this.#grew(n);
      }
    } finally {
      closeSync(fd);
    }
  }

  #grew(bytes: number): void {
    this.#filled += bytes;
    this.size += bytes;
    if (this.#filled < capacity) return;
    this.#take(this.#buffer);
    this.#filled = 0;
  }
}
