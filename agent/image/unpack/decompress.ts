/**
 * Tells the compression by content and undoes it as a stream. Nothing here starts another program. Decoders' memory is bounded:
 * xz by a limit, zstd by its window, gzip and bzip2 by their formats.
 */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createZstdDecompress } from "node:zlib";
import { ArchiveError } from "./archive-error.ts";
import { bunzip2 } from "./bunzip2.ts";
import { gunzip } from "./gunzip.ts";
import { blockSize, looksLikeTar } from "./tar-header.ts";
import { zstdFrames } from "./zstd-frames.ts";

export type Compression = "plain" | "gzip" | "bzip2" | "xz" | "zstd";
const xzMemory = 128 * 1024 * 1024;
/** 128 MiB, what zstd itself accepts by default. */
const zstdWindowLog = 27;
const chunkSize = 128 * 1024;

const magics: [Compression, string][] = [
  ["gzip", "1f8b"],
  ["bzip2", "425a68"],
  ["xz", "fd377a585a00"],
  ["zstd", "28b52ffd"],
];

/** `head`: the first 512 bytes, fewer when the file is shorter. Throws ArchiveError that names the first bytes. */
export function sniff(head: Buffer): Compression {
  const hex = head.subarray(0, 8).toString("hex");
  const magic = magics.find(([, start]) => hex.startsWith(start));
  if (magic) return magic[0];
  if (head.length === blockSize && looksLikeTar(head)) return "plain";
  if (head.length === 0) throw new ArchiveError("the beginning", "the file is empty");
  // A zstd file may begin with a skippable frame.
  if (/^5[0-9a-f]2a4d18/.test(hex)) return "zstd";
  const spaced = hex.replace(/(..)(?=.)/g, "$1 ");
  throw new ArchiveError(
    "the beginning",
    `it is no tar archive, neither plain nor compressed by gzip, bzip2, xz or zstd: it begins with the bytes ${spaced}`,
  );
}

/** The plain bytes of `input`. Faults of a decoder become ArchiveError; `input`'s own errors pass. */
export async function* decompress(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const source = input[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let held = 0;
  while (held < blockSize) {
    const { done, value } = await source.next();
    if (done) break;
    first.push(value);
    held += value.length;
  }
  const head = Buffer.concat(first);
  const kind = sniff(head.subarray(0, blockSize));
  const whole = rest(head, source);
  if (kind === "plain") yield* whole;
  else yield* guarded(kind, undone(kind, whole));
}

async function* rest(head: Buffer, source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  for (;;) {
    const { done, value } = await source.next();
    if (done) return;
    yield value;
  }
}

async function* undone(kind: Exclude<Compression, "plain">, input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (kind === "bzip2") yield* bunzip2(input);
  else if (kind === "gzip") yield* gunzip(input, chunkSize);
  else if (kind === "xz") yield* through(await unxz(), input);
  else {
    const params = { [constants.ZSTD_d_windowLogMax]: zstdWindowLog };
    for await (const frame of zstdFrames(input)) yield* through(createZstdDecompress({ chunkSize, params }), frame);
  }
}

async function* through(decoder: NodeJS.ReadWriteStream, input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const fed = pipeline(Readable.from(input, { objectMode: true, highWaterMark: 2 }), decoder);
  fed.catch(() => undefined);
  for await (const chunk of decoder) yield chunk as Buffer;
  await fed;
}

/**
 * Loaded only when needed. liblzma tells that a stream has not ended when it is asked twice to finish; the package asks once, and
 * would take a file that was cut off for a whole one.
 */
async function unxz(): Promise<NodeJS.ReadWriteStream> {
  const { Unxz } = await import("node-liblzma");
  class WholeUnxz extends Unxz {
    override _flush(done: () => void): void {
      super._flush(() => super._flush(done));
    }
  }
  return new WholeUnxz({ memlimit: xzMemory, chunkSize });
}

async function* guarded(kind: Compression, output: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* output;
  } catch (error) {
    if (error instanceof ArchiveError || isSystemError(error)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ArchiveError("the compressed data", `it cannot be read as ${kind}: ${why}`);
  }
}

/** A failed read of the file itself, as opposed to a fault of its content. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}
