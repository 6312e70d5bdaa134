/** An image of layers becomes real: its ID, which is that of its ACI, and its record. */
import type { ImageManifest } from "../../lib/contract/appc.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import type { ImageJob } from "./image-job.ts";
import { mendFolders } from "./mend-folders.ts";
import { squashedId } from "./squash/squash.ts";
import { squashInput } from "./squash-input.ts";
import { type ImageRecord, type LayerRecord, recordVersion } from "./store/record.ts";

export type OciImage = {
  source: string;
  /** What the registry's tag pointed at; null when a node gave the image. */
  digest: string | null;
  manifest: ImageManifest;
  /** The ID that it must have; absent: whatever it has. */
  wanted?: string;
  /** Base first, in the store and pinned. */
  layers: LayerRecord[];
  /** The job's own folder. */
  stage: string;
  /** Gets what holds one more layer, if there is one. */
  pins: (() => void)[];
};

/** `bad-digest` when it has not the ID that is wanted. */
export async function sealOci(job: ImageJob, image: OciImage): Promise<ImageRecord> {
  const { source, digest, manifest, wanted, layers, stage, pins } = image;
  const { store, signal } = job;
  const input = squashInput(store.at, layers, manifest);
  const { id, size, mend } = await squashedId(input, signal);
  if (wanted !== undefined && id !== wanted)
    throw new CratonError("bad-digest", { what: `the image from ${source}`, got: id, wanted });
  const all = mend ? [...layers, await mendFolders(job, input, stage, pins)] : layers;
  return store.commit({
    version: recordVersion,
    id,
    kind: "oci",
    source,
    digest,
    importedAt: new Date(job.now()).toISOString(),
    trust: { kind: "unsigned", allowedBy: job.allowedBy },
    signature: null,
    dependencies: [],
    aciSize: size,
    rendered: null,
    layers: all,
    manifest,
  });
}
