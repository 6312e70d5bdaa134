/** Unpacks a blob in a confined place next to it, with progress. */
import { mkdir } from "node:fs/promises";
import { diskError } from "../disk.ts";
import type { Merge, UnpackResult } from "../host/host.ts";
import type { ImageJob } from "./image-job.ts";
import type { LayerRecord, TreeCheck } from "./store/record.ts";
import { checkTree } from "./store/tree-check.ts";

export type Unpacked = UnpackResult & { check: TreeCheck };

/** Into a folder that is made for it; what came out is read once more for its check. */
export async function unpackBlob(
  job: ImageJob,
  options: { blob: string; target: string; format: "aci" | "layer"; what: string; size: number },
): Promise<Unpacked> {
  const { target } = options;
  job.signal.throwIfAborted();
  await mkdir(target, { mode: 0o755 }).catch((cause) => Promise.reject(diskError(cause, target, "made")));
  const result = await unpackInto(job, options);
  return { ...result, check: await checkTree(job.host, target, { signal: job.signal }) };
}

/** Into a folder that is there. */
export async function unpackInto(
  job: ImageJob,
  options: { blob: string; target: string; format: "aci" | "layer"; what: string; size: number; merge?: Merge },
): Promise<UnpackResult> {
  const { blob, target, format, what, size, merge } = options;
  const tell = (done: number) => job.report({ step: "unpack", what, done, total: size });
  tell(0);
  const result = await job.host.unpack({
    blob,
    target,
    format,
    maxBytes: job.limits.maxTar,
    maxEntries: job.limits.maxEntries,
    ...(merge ? { merge } : {}),
    onProgress: tell,
    signal: job.signal,
  });
  job.signal.throwIfAborted();
  tell(size);
  return result;
}

/** The layer's record; `blob` is the archive as fetched. */
export function layerOf(result: Unpacked, blob: LayerRecord["blob"]): LayerRecord {
  const { tarDigest: diffId, treeBytes, entries, implied, check, marks } = result;
  return { diffId, treeBytes, entries, implied, check, blob, ...(marks ? { marks } : {}) };
}
