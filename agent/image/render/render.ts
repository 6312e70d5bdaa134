/** Makes the tree of a flat rendering: the archives of the store, extracted in order into one empty folder, in the confined place. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { CratonError } from "../../../lib/contract/errors.ts";
import { diskError } from "../../disk.ts";
import type { ImageJob } from "../image-job.ts";
import { receive } from "../receive.ts";
import { squash } from "../squash/squash.ts";
import { squashInput } from "../squash-input.ts";
import type { ImageRecord, RenderedTree } from "../store/record.ts";
import { checkTree } from "../store/tree-check.ts";
import { unpackInto } from "../unpack-blob.ts";
import { manifestOf } from "../view.ts";
import { type Extraction, renderingOf } from "./rendering.ts";

/**
 * The image's tree in the store, made when no image has it yet; null when pods overlay its layers. `stage` is a folder of the job's own;
 * `pins` gets what holds archives and tree until the image is committed.
 */
export async function render(
  job: ImageJob,
  image: ImageRecord,
  stage: string,
  pins: (() => void)[],
): Promise<RenderedTree | null> {
  const { store } = job;
  const rendering = renderingOf(new Map(store.records).set(image.id, image), image);
  if (rendering.kind === "stack") return null;
  pins.push(store.pinTree(rendering.key));
  for (const { record } of rendering.extractions) for (const { diffId } of record.layers) pins.push(store.pin(diffId));
  const there = store.rendered.get(rendering.key);
  if (there && !store.damaged.has(rendering.key)) return there;
  const tree = join(stage, "rendered");
  const check = await extractAll(job, rendering.extractions, tree, stage);
  return store.addRendered({ key: rendering.key, check }, tree);
}

/** Into `tree`, which is made; synced when it returns. */
export async function extractAll(job: ImageJob, extractions: Extraction[], tree: string, stage: string) {
  await mkdir(tree, { mode: 0o755 }).catch((cause) => Promise.reject(diskError(cause, tree, "made")));
  for (const { record, keep } of extractions) {
    const what = manifestOf(record).name;
    const { blob, size } = await archiveOf(job, record, stage);
    const result = await unpackInto(job, { blob, target: tree, format: "aci", what, size, merge: { keep } });
    const got = result.tarDigest.replace(":", "-");
    if (got !== record.id)
      throw new CratonError("bad-digest", { what: `the stored archive of ${what}`, got, wanted: record.id });
  }
  return checkTree(job.host, tree, { signal: job.signal });
}

/** The ACI as a file: the blob as fetched, or for an image of a registry the one that its ID is the digest of. */
async function archiveOf(job: ImageJob, record: ImageRecord, stage: string): Promise<{ blob: string; size: number }> {
  const { store, signal, limits } = job;
  const [only] = record.layers;
  if (record.kind === "aci" && only) return { blob: store.at.blob(only.blob.digest), size: only.blob.size };
  const blob = join(stage, `${record.id}.aci`);
  const body = squash("tar", squashInput(store.at, record.layers, record.manifest), signal);
  const { size } = await receive(body, blob, {
    algorithm: "sha512",
    what: record.manifest.name,
    max: limits.maxTar,
    signal,
  });
  return { blob, size };
}
