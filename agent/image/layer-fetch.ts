/**
 * Brings one layer into the store: downloaded from another node when one has it, checked against its digest, unpacked in a confined place, checked against its
 * diff id, moved to its place. A layer is unpacked once, whoever asks for it; it stays pinned until the caller lets go.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { CratonError } from "../../lib/contract/errors.ts";
import { diskError } from "../disk.ts";
import type { ImageJob } from "./image-job.ts";
import { type BlobDescriptor, type BlobGiver, downloadBlob } from "./registry/blob.ts";
import { remarkFolders } from "./remark-folders.ts";
import { treeKey } from "./store/layout.ts";
import type { LayerRecord } from "./store/record.ts";
import { layerOf, unpackBlob } from "./unpack-blob.ts";

export type WantedLayer = { diffId: string; blob: BlobDescriptor };

export async function fetchLayer<S>(
  job: ImageJob,
  client: BlobGiver<S>,
  { diffId, blob }: WantedLayer,
  stage: string,
): Promise<LayerRecord> {
  const { store } = job;
  const key = treeKey(diffId);
  const waiting = store.underWay;
  for (let other = waiting.get(key); other; other = waiting.get(key)) await other.catch(() => undefined);
  job.signal.throwIfAborted();
  const there = store.layers.get(key);
  const what = short(blob.digest);
  if (there?.marks) {
    job.report({ step: "unpack", what, done: blob.size, total: blob.size });
    return there;
  }
  const folder = join(stage, key);
  const work = (there ? marked(job, there, what, folder) : bring(job, client, { diffId, blob, what, folder })).finally(
    () => waiting.delete(key),
  );
  waiting.set(key, work);
  return work;
}

async function bring<S>(
  job: ImageJob,
  client: BlobGiver<S>,
  { diffId, blob, what, folder }: WantedLayer & { what: string; folder: string },
): Promise<LayerRecord> {
  const { report, signal, limits, store } = job;
  if (blob.size > limits.maxBlob)
    throw new CratonError("too-large", { what: `layer ${blob.digest}`, limit: limits.maxBlob });
  await makeFolder(folder);
  const path = join(folder, "blob");
  const tree = join(folder, "tree");
  const onBytes = (done: number) => report({ step: "download", what, done, total: blob.size });
  const target = { path, onBytes, signal };
  if (!(await job.peers?.take(blob, target))) await downloadBlob(client, blob, target);
  const { digest, size } = blob;
  const record = await unpacked(job, { diffId, blob: { digest, size }, what, path, tree });
  return store.addLayer(record, { blob: path, tree });
}

/** A layer of the time before marks were kept: unpacked once more from its blob, for them alone. The tree stays. */
async function marked(job: ImageJob, there: LayerRecord, what: string, folder: string): Promise<LayerRecord> {
  const { store } = job;
  await makeFolder(folder);
  const path = store.at.blob(there.blob.digest);
  const tree = join(folder, "tree");
  const fresh = await unpacked(job, { ...there, what, path, tree });
  if (fresh.implied !== 0) await remarkFolders(tree, store.at.tree(treeKey(there.diffId)));
  const record = { ...fresh, blob: there.blob };
  store.layers.set(treeKey(there.diffId), record);
  return record;
}

/** Checks what comes out against the diff id. */
async function unpacked(
  job: ImageJob,
  layer: { diffId: string; blob: { digest: string; size: number }; what: string; path: string; tree: string },
): Promise<LayerRecord> {
  const { diffId, blob, what, path, tree } = layer;
  const result = await unpackBlob(job, { blob: path, target: tree, format: "layer", what, size: blob.size });
  const got = result.tarDigest;
  if (got !== diffId)
    throw new CratonError("bad-digest", { what: `the unpacked layer ${blob.digest}`, got, wanted: diffId });
  return layerOf(result, blob);
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch((cause) => Promise.reject(diskError(cause, folder, "made")));
}

/** A digest as people know it. */
export function short(digest: string): string {
  return digest.replace(/^sha\d+:/, "").slice(0, 12);
}
