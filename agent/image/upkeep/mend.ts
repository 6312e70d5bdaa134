/**
 * A tree is made anew from the archives that it came from, whose digests prove it. A tree that a pod uses stays where it is: its files
 * are under that pod's root.
 */
import { join } from "node:path";
import { CratonError } from "../../../lib/contract/errors.ts";
import type { ImageJob } from "../image-job.ts";
import { extractAll } from "../render/render.ts";
import { renderingOf } from "../render/rendering.ts";
import type { ImageRecord, TreeCheck } from "../store/record.ts";
import { checkTree } from "../store/tree-check.ts";
import { unpackBlob } from "../unpack-blob.ts";
import type { LayerPart } from "./parts.ts";

export type Tree = { kind: "layer"; part: LayerPart } | { kind: "rendered"; record: ImageRecord; key: string };

/** Throws when the archive is no good either, or `image-in-use` while `uuid` uses the tree. */
export async function mendTree(job: ImageJob, tree: Tree, uuid: string | undefined): Promise<void> {
  const { store } = job;
  const key = keyOf(tree);
  const stage = await store.stage();
  try {
    const folder = join(stage.path, "tree");
    const check = await makeAnew(job, tree, folder, stage.path);
    if ((await sumNow(job, key)) === check.sum) {
      await store.recheck(key, check);
      await store.unmarkDamaged(key);
      return;
    }
    if (uuid !== undefined) throw new CratonError("image-in-use", { image: key, uuid });
    await store.recheck(key, check);
    await store.replaceTree(key, folder);
  } finally {
    await stage.drop();
  }
}

export const keyOf = (tree: Tree): string => (tree.kind === "layer" ? tree.part.key : tree.key);

async function makeAnew(job: ImageJob, tree: Tree, folder: string, stage: string): Promise<TreeCheck> {
  const { store } = job;
  if (tree.kind === "rendered") {
    const rendering = renderingOf(store.records, tree.record);
    if (rendering.kind === "flat") return extractAll(job, rendering.extractions, folder, stage);
    throw new CratonError("image-damaged", { image: tree.record.id, why: "it is not rendered into one tree any more" });
  }
  const { layer, format } = tree.part;
  const { digest, size } = layer.blob;
  const result = await unpackBlob(job, { blob: store.at.blob(digest), target: folder, format, what: digest, size });
  if (result.tarDigest === layer.diffId) return result.check;
  throw new CratonError("bad-digest", {
    what: `the stored archive ${digest}`,
    got: result.tarDigest,
    wanted: layer.diffId,
  });
}

/** Null when it cannot be read whole. */
async function sumNow(job: ImageJob, key: string): Promise<string | null> {
  try {
    return (await checkTree(job.host, job.store.at.tree(key), { signal: job.signal })).sum;
  } catch (error) {
    job.signal.throwIfAborted();
    if (error instanceof CratonError) return null;
    throw error;
  }
}
