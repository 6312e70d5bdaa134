/** Gathers records in one buffer, writes it in large pieces and holds the reader back until the pipe has taken them. */
import type { Writable } from "node:stream";
import { encodeEntry, encodePath, encodeProgress, maxPayload, recordType, type TreeEntry } from "./records.ts";
import type { Sink } from "./tree.ts";

const flushAt = 128 * 1024;

export class RecordWriter implements Sink {
  readonly #out: Writable;
  #buffer = Buffer.allocUnsafe(512 * 1024);
  #filled = 0;

  constructor(out: Writable) {
    this.#out = out;
  }

  put(record: Buffer): void {
    this.#need(record.length);
    this.#filled += record.copy(this.#buffer, this.#filled);
  }

  /** Content in DATA records of at most 128 KiB, copied once. */
  data(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; at += maxPayload) {
      const length = Math.min(maxPayload, chunk.length - at);
      this.#need(5 + length);
      this.#filled = this.#buffer.writeUInt8(recordType.data, this.#filled);
      this.#filled = this.#buffer.writeUInt32LE(length, this.#filled);
      this.#filled += chunk.copy(this.#buffer, this.#filled, at, at + length);
    }
  }

  entry(entry: TreeEntry): void {
    this.put(encodeEntry(entry));
  }
  whiteout(path: string): void {
    this.put(encodePath("whiteout", path));
  }
  opaque(path: string): void {
    this.put(encodePath("opaque", path));
  }
  progress(bytesRead: number): void {
    this.put(encodeProgress(bytesRead));
  }

  async drained(): Promise<void> {
    if (this.#filled >= flushAt) await this.end();
  }

  /** Resolves when all that was put is written; only then is the buffer used again. */
  async end(): Promise<void> {
    if (this.#filled === 0) return;
    const all = this.#buffer.subarray(0, this.#filled);
    await new Promise<void>((resolve, reject) => this.#out.write(all, (error) => (error ? reject(error) : resolve())));
    this.#filled = 0;
  }

  #need(bytes: number): void {
    if (this.#filled + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#filled + bytes));
    this.#buffer.copy(larger, 0, 0, this.#filled);
    this.#buffer = larger;
  }
}
