/** Writing an answer at the reader's pace, plain or with gzip, counted in bytes. */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { constants, createGzip, type Gzip } from "node:zlib";

/** The real server compresses answers above this many bytes. */
const gzipFrom = 128 * 1024;

export class Sink {
  readonly response: ServerResponse;
  private readonly onBytes: (bytes: number) => void;
  private gzip: Gzip | null = null;
  private isClosed = false;

  constructor(response: ServerResponse, onBytes: (bytes: number) => void) {
    this.response = response;
    this.onBytes = onBytes;
    response.once("close", () => {
      this.isClosed = true;
    });
  }

  get closed(): boolean {
    return this.isClosed || this.response.destroyed;
  }

  /** The head; `size` is the plain length when it is known. */
  head(code: number, headers: Record<string, string>, wantsGzip: boolean, size: number): void {
    const zips = wantsGzip && size > gzipFrom;
    const coded = zips ? { "content-encoding": "gzip", vary: "Accept-Encoding" } : {};
    this.response.writeHead(code, {
      "cache-control": "no-cache, private",
      "content-type": "application/json",
      ...headers,
      ...coded,
    });
    if (!zips) return;
    this.gzip = createGzip({ level: constants.Z_BEST_SPEED });
    this.gzip.on("data", (piece: Buffer) => {
      this.onBytes(piece.length);
      if (!this.response.write(piece)) {
        this.gzip?.pause();
        this.response.once("drain", () => this.gzip?.resume());
      }
    });
    this.gzip.once("end", () => this.response.end());
    this.response.once("close", () => this.gzip?.destroy());
  }

  /** False when the reader must be waited for, by `drained`. */
  write(text: string | Buffer): boolean {
    if (this.closed) return true;
    if (this.gzip !== null) return this.gzip.write(text);
    this.onBytes(typeof text === "string" ? Buffer.byteLength(text) : text.length);
    return this.response.write(text);
  }

  /** Resolves when there is room again, or nobody reads any more. */
  async drained(): Promise<void> {
    if (this.closed) return;
    const leave = new AbortController();
    const gone = () => leave.abort();
    this.response.once("close", gone);
    await once(this.gzip ?? this.response, "drain", { signal: leave.signal }).catch(() => {});
    this.response.off("close", gone);
  }

  end(): void {
    if (this.gzip !== null) this.gzip.end();
    else this.response.end();
  }
}
