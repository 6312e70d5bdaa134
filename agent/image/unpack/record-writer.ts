/** Gathers records into large writes and holds the reader back until the pipe has taken them. */
import type { Writable } from "node:stream";
import { encodeData, encodeEntry, encodePath, encodeProgress, type TreeEntry } from "./records.ts";
import type { Sink } from "./tree.ts";

const flushAt = 128 * 1024;

export class RecordWriter implements Sink {
  readonly #out: Writable;
  #held: Buffer[] = [];
  #bytes = 0;

  constructor(out: Writable) {
    this.#out = out;
  }

  put(record: Buffer): void {
    this.#held.push(record);
    this.#bytes += record.length;
  }

  entry(entry: TreeEntry): void {
    this.put(encodeEntry(entry));
  }
  data(chunk: Buffer): void {
    for (const record of encodeData(chunk)) this.put(record);
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
    if (this.#bytes >= flushAt) await this.end();
  }

  /** Resolves when all that was put is written. */
  async end(): Promise<void> {
    if (this.#bytes === 0) return;
    const all = this.#held.length === 1 ? (this.#held[0] as Buffer) : Buffer.concat(this.#held, this.#bytes);
    this.#held = [];
    this.#bytes = 0;
    await new Promise<void>((resolve, reject) => this.#out.write(all, (error) => (error ? reject(error) : resolve())));
  }
}
