/** Unpacks a blob in a confined place next to it, with progress. */
import { mkdir } from "node:fs/promises";
import { diskError } from "../disk.ts";
import type { UnpackResult } from "../host/host.ts";
import type { ImageJob } from "./image-job.ts";

export async function unpackBlob(
  job: ImageJob,
  options: { blob: string; target: string; format: "aci" | "layer"; what: string; size: number },
): Promise<UnpackResult> {
  const { blob, target, format, what, size } = options;
  const tell = (done: number) => job.report({ step: "unpack", what, done, total: size });
  job.signal.throwIfAborted();
  await mkdir(target, { mode: 0o755 }).catch((cause) => Promise.reject(diskError(cause, target, "made")));
  tell(0);
  const result = await job.host.unpack({
    blob,
    target,
    format,
    maxBytes: job.limits.maxTar,
    maxEntries: job.limits.maxEntries,
    onProgress: tell,
    signal: job.signal,
  });
  job.signal.throwIfAborted();
  tell(size);
  return result;
}
