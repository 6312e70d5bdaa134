/** The last step of an image from a registry: its manifest, its ID, which is that of its ACI, and its record. */
import { convertConfig } from "./convert.ts";
import type { ImageJob } from "./image-job.ts";
import { lowerOf } from "./lower.ts";
import { mendFolders } from "./mend-folders.ts";
import type { ImageConfig } from "./registry/manifest.ts";
import type { Reference } from "./registry/reference.ts";
import type { Resolved } from "./registry/resolve.ts";
import { squashedId } from "./squash/squash.ts";
import { squashInput } from "./squash-input.ts";
import { type ImageRecord, type LayerRecord, recordVersion } from "./store/record.ts";
import { userOf } from "./user.ts";

const maxPasswd = 1024 * 1024;

export type OciParts = {
  reference: Reference;
  resolved: Resolved;
  config: ImageConfig;
  /** Base first, in the store and pinned. */
  layers: LayerRecord[];
  /** The job's own folder. */
  stage: string;
  /** Gets what holds one more layer, if there is one. */
  pins: (() => void)[];
};

export async function commitOci(job: ImageJob, parts: OciParts): Promise<ImageRecord> {
  const { reference, resolved, config, layers, stage, pins } = parts;
  const { store, signal } = job;
  const lower = lowerOf(store.at, layers);
  const read = async (path: string) =>
    (await job.host.readInRoot(lower, path, maxPasswd))?.data.toString("utf8") ?? null;
  const user = await userOf(config.config?.User, reference.source, read);
  const { digest, manifestDigest, manifest: oci } = resolved;
  const manifest = convertConfig({ reference, config, configDigest: oci.config.digest, manifestDigest, user });
  const input = squashInput(store.at, layers, manifest);
  const { id, size, mend } = await squashedId(input, signal);
  const all = mend ? [...layers, await mendFolders(job, input, stage, pins)] : layers;
  return store.commit({
    version: recordVersion,
    id,
    kind: "oci",
    source: reference.source,
    digest,
    importedAt: new Date(job.now()).toISOString(),
    trust: { kind: "unsigned", allowedBy: job.allowedBy },
    signature: null,
    dependencies: [],
    aciSize: size,
    layers: all,
    manifest,
  });
}
