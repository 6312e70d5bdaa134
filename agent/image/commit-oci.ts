/** The last steps of an image from a registry: user and manifest of its config, then its ID and record. */
import { convertConfig } from "./convert.ts";
import type { ImageJob } from "./image-job.ts";
import { lowerOf } from "./lower.ts";
import type { ImageConfig } from "./registry/manifest.ts";
import type { Reference } from "./registry/reference.ts";
import type { Resolved } from "./registry/resolve.ts";
import { type OciImage, sealOci } from "./seal-oci.ts";
import type { ImageRecord } from "./store/record.ts";
import { userOf } from "./user.ts";

const maxPasswd = 1024 * 1024;

export type OciParts = Pick<OciImage, "layers" | "stage" | "pins"> & {
  reference: Reference;
  resolved: Resolved;
  config: ImageConfig;
};

export async function commitOci(job: ImageJob, parts: OciParts): Promise<ImageRecord> {
  const { reference, resolved, config, layers, stage, pins } = parts;
  const lower = lowerOf(job.store.at, layers);
  const read = async (path: string) =>
    (await job.host.readInRoot(lower, path, maxPasswd))?.data.toString("utf8") ?? null;
  const user = await userOf(config.config?.User, reference.source, read);
  const { digest, manifestDigest, manifest: oci } = resolved;
  const manifest = convertConfig({ reference, config, configDigest: oci.config.digest, manifestDigest, user });
  return sealOci(job, { source: reference.source, digest, manifest, layers, stage, pins });
}
