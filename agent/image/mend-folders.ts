/**
 * A layer that leaves a folder out means the one of the layers below it, with its owner, mode and attributes; overlayfs would show the
 * one that the unpacking had to make. So one more layer of such folders goes on top of the image's.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { diskError } from "../disk.ts";
import type { ImageJob } from "./image-job.ts";
import { receive } from "./receive.ts";
import { type SquashInput, squash } from "./squash/squash.ts";
import type { LayerRecord } from "./store/record.ts";
import { layerOf, unpackBlob } from "./unpack-blob.ts";

/** `stage` is a folder of the job's own; `pins` gets what holds the layer until the image is committed. */
export async function mendFolders(
  job: ImageJob,
  input: SquashInput,
  stage: string,
  pins: (() => void)[],
): Promise<LayerRecord> {
  const folder = join(stage, "mend");
  await mkdir(folder, { mode: 0o700 }).catch((cause) => Promise.reject(diskError(cause, folder, "made")));
  const [blob, tree] = [join(folder, "blob"), join(folder, "tree")];
  const what = "folders";
  const { limits, signal, store } = job;
  const body = squash("mend", input, signal);
  const received = await receive(body, blob, { algorithm: "sha256", what, max: limits.maxBlob, signal });
  const result = await unpackBlob(job, { blob, target: tree, format: "layer", what, size: received.size });
  pins.push(store.pin(result.tarDigest));
  return store.addLayer(layerOf(result, received), { blob, tree });
}
