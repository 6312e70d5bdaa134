/**
 * Brings one layer into the store: downloaded, checked against its digest, unpacked in a confined place, checked against its
 * diff id, moved to its place. A layer is unpacked once, whoever asks for it; it stays pinned until the caller lets go.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { CratonError } from "../../lib/contract/errors.ts";
import { diskError } from "../disk.ts";
import type { ImageJob } from "./image-job.ts";
import { downloadBlob } from "./registry/blob.ts";
import type { RegistryClient } from "./registry/client.ts";
import type { Descriptor } from "./registry/manifest.ts";
import { treeKey } from "./store/layout.ts";
import type { LayerRecord } from "./store/record.ts";
import { unpackBlob } from "./unpack-blob.ts";

export async function fetchLayer(
  job: ImageJob,
  client: RegistryClient,
  { diffId, blob, stage }: { diffId: string; blob: Descriptor; stage: string },
): Promise<LayerRecord> {
  const { store } = job;
  const key = treeKey(diffId);
  const waiting = store.underWay;
  for (let other = waiting.get(key); other; other = waiting.get(key)) await other.catch(() => undefined);
  job.signal.throwIfAborted();
  const there = store.layers.get(key);
  const what = short(blob.digest);
  if (there) {
    job.report({ step: "unpack", what, done: blob.size, total: blob.size });
    return there;
  }
  const work = bring(job, client, { diffId, blob, what, folder: join(stage, key) }).finally(() => waiting.delete(key));
  waiting.set(key, work);
  return work;
}

async function bring(
  job: ImageJob,
  client: RegistryClient,
  { diffId, blob, what, folder }: { diffId: string; blob: Descriptor; what: string; folder: string },
): Promise<LayerRecord> {
  const { report, signal, limits, store } = job;
  if (blob.size > limits.maxBlob)
    throw new CratonError("too-large", { what: `layer ${blob.digest}`, limit: limits.maxBlob });
  await mkdir(folder, { mode: 0o700 }).catch((cause) => Promise.reject(diskError(cause, folder, "made")));
  const path = join(folder, "blob");
  const tree = join(folder, "tree");
  const onBytes = (done: number) => report({ step: "download", what, done, total: blob.size });
  await downloadBlob(client, blob, { path, onBytes, signal });
  const result = await unpackBlob(job, { blob: path, target: tree, format: "layer", what, size: blob.size });
  const got = diffId.startsWith("sha512:") ? `sha512:${result.tarSha512}` : `sha256:${result.tarSha256}`;
  if (got !== diffId)
    throw new CratonError("bad-digest", { what: `the unpacked layer ${blob.digest}`, got, wanted: diffId });
  const { treeBytes, entries } = result;
  const record = { diffId, treeBytes, entries, blob: { digest: blob.digest, size: blob.size } };
  return store.addLayer(record, { blob: path, tree });
}

/** A digest as people know it. */
export function short(digest: string): string {
  return digest.replace(/^sha\d+:/, "").slice(0, 12);
}
