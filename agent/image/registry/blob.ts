/**
 * Downloads one blob to a file: hashed while it streams, never longer than its descriptor says, continued by Range when the
 * line breaks, begun anew where the server cannot continue.
 */
import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { CratonError } from "../../../lib/contract/errors.ts";
import { diskError } from "../../disk.ts";
import { digestOf, RangeRefused, type RegistryClient } from "./client.ts";
import type { Descriptor } from "./manifest.ts";
import { readSmall } from "./read-small.ts";
import { type Answer, LineError } from "./request.ts";

/** Attempts in a row that bring no new byte. */
const defaultPatience = 4;
/** All attempts: a server that breaks off after each byte is given up. */
const mostAttempts = 50;
const backoffMs = 200;

export type BlobDescriptor = Pick<Descriptor, "digest" | "size">;
export type BlobAnswer = Pick<Answer, "status" | "headers" | "body">;
/** A registry or another node: servers `S` that give blobs, asked one after the other. */
export interface BlobGiver<S> {
  /** What errors call it. */
  readonly source: string;
  fromAny<T>(work: (server: S & { name: string }) => Promise<T>): Promise<T>;
  /** An open 200 or 206 answer. */
  open(server: S, path: string, headers: Record<string, string>, signal: AbortSignal): Promise<BlobAnswer>;
}

export type BlobTarget = { path: string; onBytes: (total: number) => void; signal: AbortSignal };

/** The file is synced and has the descriptor's size and digest. Throws `bad-digest`, `fetch-failed`, `registry-denied`, `no-space`. */
export async function downloadBlob<S>(
  client: BlobGiver<S>,
  blob: BlobDescriptor,
  target: BlobTarget,
  { patience = defaultPatience }: { patience?: number } = {},
): Promise<void> {
  const file = await open(target.path, "wx", 0o600).catch((cause) => {
    throw diskError(cause, target.path, "made");
  });
  try {
    await client.fromAny((server) => new Download(client, server, blob, target, file).run(patience));
    await file.sync().catch((cause) => Promise.reject(diskError(cause, target.path, "synced")));
  } finally {
    await file.close();
  }
}

class Download<S> {
  readonly #client: BlobGiver<S>;
  readonly #server: S & { name: string };
  readonly #blob: BlobDescriptor;
  readonly #target: BlobTarget;
  readonly #file: FileHandle;
  #hash: Hash;
  #done = 0;

  constructor(
    client: BlobGiver<S>,
    server: S & { name: string },
    blob: BlobDescriptor,
    target: BlobTarget,
    file: FileHandle,
  ) {
    this.#client = client;
    this.#server = server;
    this.#blob = blob;
    this.#target = target;
    this.#file = file;
    this.#hash = this.#newHash();
  }

  async run(patience: number): Promise<void> {
    const { digest: wanted, size } = this.#blob;
    await this.#restart();
    for (let failures = 0, attempts = 1; ; attempts++) {
      const before = this.#done;
      try {
        await this.#attempt();
        if (this.#done === size) break;
        throw new LineError(`it ended after ${this.#done} of ${size} bytes`);
      } catch (error) {
        this.#target.signal.throwIfAborted();
        if (!(error instanceof LineError)) throw error;
        if (error instanceof RangeRefused) await this.#restart();
        failures = this.#done > before ? 1 : failures + 1;
        if (failures >= patience || attempts >= mostAttempts) throw error;
        await delay(backoffMs * 2 ** failures, undefined, { signal: this.#target.signal });
      }
    }
    const got = `${this.#algorithm}:${this.#hash.digest("hex")}`;
    if (got !== wanted) throw new CratonError("bad-digest", { what: `blob ${wanted}`, got, wanted });
  }

  async #attempt(): Promise<void> {
    const headers: Record<string, string> = { accept: "*/*", "accept-encoding": "identity" };
    if (this.#done > 0) headers.range = `bytes=${this.#done}-`;
    const { signal } = this.#target;
    const answer = await this.#client.open(this.#server, `blobs/${this.#blob.digest}`, headers, signal);
    try {
      if (answer.status === 200 && this.#done > 0) await this.#restart();
      if (answer.status === 206) this.#checkRange(answer.headers["content-range"] ?? "");
      for await (const chunk of answer.body as AsyncIterable<Buffer>) await this.#take(chunk);
    } catch (cause) {
      signal.throwIfAborted();
      if (cause instanceof CratonError || cause instanceof LineError) throw cause;
      throw new LineError(`the connection broke after ${this.#done} of ${this.#blob.size} bytes`, { cause });
    } finally {
      answer.body.destroy();
    }
  }

  #checkRange(range: string): void {
    const start = /^bytes ([0-9]+)-/.exec(range)?.[1];
    if (Number(start) !== this.#done)
      throw new RangeRefused(`it continues at ${range || "no place"}, not at ${this.#done}`);
  }

  async #take(chunk: Buffer): Promise<void> {
    const { size, digest } = this.#blob;
    if (this.#done + chunk.length > size)
      throw new CratonError("fetch-failed", {
        source: this.#client.source,
        why: `${this.#server.name} sends more than the ${size} bytes that the manifest states for ${digest}`,
      });
    this.#hash.update(chunk);
    try {
      for (let at = 0; at < chunk.length; )
        at += (await this.#file.write(chunk, at, chunk.length - at, this.#done + at)).bytesWritten;
    } catch (cause) {
      throw diskError(cause, this.#target.path, "written");
    }
    this.#done += chunk.length;
    this.#target.onBytes(this.#done);
  }

  async #restart(): Promise<void> {
    await this.#file.truncate(0);
    this.#hash = this.#newHash();
    this.#done = 0;
  }

  get #algorithm(): "sha256" | "sha512" {
    return this.#blob.digest.startsWith("sha512:") ? "sha512" : "sha256";
  }
  #newHash(): Hash {
    return createHash(this.#algorithm);
  }
}

/** A blob that is read whole into memory, checked like any other. */
export async function downloadSmall(
  client: RegistryClient,
  blob: Descriptor,
  max: number,
  signal: AbortSignal,
): Promise<Buffer> {
  const what = `blob ${blob.digest}`;
  if (blob.size > max) throw new CratonError("too-large", { what, limit: max });
  return client.fromAny(async (server) => {
    const answer = await client.open(server, `blobs/${blob.digest}`, { accept: "*/*" }, signal);
    const bytes = await readSmall(answer.body, max, what, signal);
    const got = digestOf(bytes, blob.digest.startsWith("sha512:") ? "sha512" : "sha256");
    if (got !== blob.digest) throw new CratonError("bad-digest", { what, got, wanted: blob.digest });
    return bytes;
  });
}
