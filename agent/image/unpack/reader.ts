/**
 * From a compressed archive to a tree's records: decompress, hash the plain tar to its real end, parse, plan. Memory does not
 * grow with the archive but for 17 to 68 bytes a name. Runs in the confined reader and, for the fake host, in the agent.
 */
import { createHash } from "node:crypto";
import { AciHandler } from "./aci.ts";
import { ArchiveError, tooLarge } from "./archive-error.ts";
import { decompress } from "./decompress.ts";
import { LayerHandler } from "./layer.ts";
import { MarkingSink } from "./marks.ts";
import type { Summary } from "./records.ts";
import { TarParser } from "./tar.ts";
import { type Sink, TreePlan } from "./tree.ts";

export type ReadOptions = {
  format: "aci" | "layer";
  /** Of the plain tar. */
  maxBytes: number;
  maxEntries: number;
  /** Folders that the archive leaves out give way to those that the target has already. */
  merge?: boolean;
};

const maxMeta = 1024 * 1024;
/** Past this many plain bytes, more than `maxRatio` of them for one compressed byte is a decompression bomb. */
const ratioFrom = 10 * 1024 * 1024;
const maxRatio = 1000;
const progressEvery = 1024 * 1024;

type DrainedSink = Sink & { drained(): Promise<void> };

/** `drained` is awaited after each chunk: it holds the reader back while whoever takes the records is busy. */
export async function readArchive(
  input: AsyncIterable<Buffer>,
  options: ReadOptions,
  out: DrainedSink,
): Promise<Summary> {
  const marking = options.format === "layer" ? new MarkingSink(out) : null;
  const sink = marking ?? out;
  const tree = new TreePlan(sink, options.format === "aci" ? "refuse" : "replace", options);
  const handler = options.format === "aci" ? new AciHandler(tree, sink) : new LayerHandler(tree, sink);
  const parser = new TarParser(handler, { maxEntries: options.maxEntries, maxMeta });
  // One digest is enough: an ACI's ID is SHA-512, a layer's diff id is SHA-256 (registry/manifest.ts).
  const algorithm = options.format === "aci" ? "sha512" : "sha256";
  const hash = createHash(algorithm);
  const read = { bytes: 0, told: 0 };
  let tarBytes = 0;
  for await (const chunk of decompress(counted(input, read))) {
    tarBytes += chunk.length;
    if (tarBytes > options.maxBytes) throw tooLarge(options.maxBytes);
    if (tarBytes > ratioFrom && tarBytes > read.bytes * maxRatio)
      throw new ArchiveError("the compressed data", `it unpacks to more than ${maxRatio} times its size, it is a bomb`);
    hash.update(chunk);
    parser.push(chunk);
    if (read.bytes - read.told >= progressEvery) {
      read.told = read.bytes;
      sink.progress(read.bytes);
    }
    await sink.drained();
  }
  parser.end(options.format === "aci");
  return {
    tarDigest: `${algorithm}:${hash.digest("hex")}`,
    tarBytes,
    treeBytes: tree.bytes,
    entries: parser.entries,
    implied: tree.implied,
    manifest: handler.finish(),
    marks: marking?.marks ?? null,
  };
}

async function* counted(input: AsyncIterable<Buffer>, read: { bytes: number }): AsyncGenerator<Buffer> {
  for await (const chunk of input) {
    read.bytes += chunk.length;
    yield chunk;
  }
}
