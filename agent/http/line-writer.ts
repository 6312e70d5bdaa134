/** Writes values as NDJSON to a response at the reader's pace: lines of one turn go out together. */
import type { ServerResponse } from "node:http";

const flushAt = 64 * 1024;

export class LineWriter {
  readonly #raw: ServerResponse;
  #held = "";
  #scheduled: NodeJS.Immediate | null = null;
  #wrote = Date.now();

  constructor(raw: ServerResponse) {
    this.#raw = raw;
  }

  /** When something last went out, ms since 1970. */
  get wrote(): number {
    return this.#wrote;
  }
  /** True when the reader has not taken what was sent so far. */
  get behind(): boolean {
    return this.#raw.writableNeedDrain;
  }

  /** Adds a line; resolves when there is room for more, at once when the reader is gone. */
  async push(value: unknown): Promise<void> {
    this.#held += `${JSON.stringify(value)}\n`;
    if (this.#held.length >= flushAt) this.flush();
    else this.#scheduled ??= setImmediate(() => this.flush());
    if (this.behind) await this.#room();
  }
  /** Adds a ready text (lines with their ends) without waiting. */
  pushText(text: string): void {
    this.#held += text;
    this.#scheduled ??= setImmediate(() => this.flush());
  }

  flush(): void {
    if (this.#scheduled !== null) clearImmediate(this.#scheduled);
    this.#scheduled = null;
    if (this.#held === "" || this.#raw.destroyed) return;
    this.#wrote = Date.now();
    this.#raw.write(this.#held);
    this.#held = "";
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#raw.off("drain", done);
        this.#raw.off("close", done);
        resolve();
      };
      if (this.#raw.destroyed || !this.behind) return resolve();
      this.#raw.on("drain", done);
      this.#raw.on("close", done);
    });
  }
}
