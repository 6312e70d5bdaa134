/** An image from a registry: resolve → config → layers, a few at a time → convert → commit. */
import { CratonError } from "../../lib/contract/errors.ts";
import { commitOci } from "./commit-oci.ts";
import { fetchLayers } from "./fetch-layers.ts";
import type { ImageJob } from "./image-job.ts";
import { downloadSmall } from "./registry/blob.ts";
import { RegistryClient } from "./registry/client.ts";
import type { Registries } from "./registry/config.ts";
import { type ImageConfig, parseConfig } from "./registry/manifest.ts";
import type { Reference } from "./registry/reference.ts";
import { type Resolved, resolveImage } from "./registry/resolve.ts";
import type { ImageRecord } from "./store/record.ts";
import { manifestOf } from "./view.ts";

const maxConfig = 8 * 1024 * 1024;

/** This node's CPU as OCI names it. */
const cpu = { x64: "amd64", arm64: "arm64", arm: "arm", ia32: "386", ppc64: "ppc64le", s390x: "s390x" };
export const ociCpu: string = cpu[process.arch as keyof typeof cpu] ?? process.arch;

export async function fetchFromRegistry(
  job: ImageJob,
  reference: Reference,
  registries: Registries,
): Promise<ImageRecord> {
  const client = new RegistryClient(reference, registries);
  const pins: (() => void)[] = [];
  const stage = await job.store.stage();
  try {
    job.report({ step: "resolve", what: reference.source, done: 0, total: null });
    const resolved = await resolveImage(client, ociCpu, job.signal);
    const there = known(job, reference, resolved);
    if (there) return there;
    const text = await downloadSmall(client, resolved.manifest.config, maxConfig, job.signal);
    const config = parseConfig(text, reference.source);
    checkConfig(job, reference, resolved, config);
    for (const diffId of config.rootfs.diff_ids) pins.push(job.store.pin(diffId));
    const wanted = resolved.manifest.layers.map(({ digest, size }, i) => ({
      diffId: config.rootfs.diff_ids[i] as string,
      blob: { digest, size },
    }));
    const layers = await fetchLayers(job, client, wanted, stage.path);
    job.report({ step: "commit", what: reference.source, done: 0, total: null });
    return await commitOci(job, { reference, resolved, config, layers, stage: stage.path, pins });
  } finally {
    client.close();
    for (const release of pins) release();
    await stage.drop();
    await job.store.sweep();
  }
}

/** The image of an earlier fetch that the tag still points at; not one whose ID is not yet that of its ACI. */
function known(job: ImageJob, reference: Reference, resolved: Resolved): ImageRecord | undefined {
  return [...job.store.records.values()].find((record) => {
    const hash = manifestOf(record).annotations?.find(({ name }) => name === "appc.io/docker/manifesthash")?.value;
    if (record.aciSize === null) return false;
    return record.source === reference.source && record.digest === resolved.digest && hash === resolved.manifestDigest;
  });
}

function checkConfig(job: ImageJob, reference: Reference, { manifest }: Resolved, config: ImageConfig): void {
  const image = reference.source;
  const count = manifest.layers.length;
  if (config.os !== "linux" || config.architecture !== ociCpu)
    throw new CratonError("wrong-platform", {
      image,
      wanted: `linux/${ociCpu}`,
      why: `it is for ${config.os.slice(0, 32)}/${config.architecture.slice(0, 32)}`,
    });
  if (count !== config.rootfs.diff_ids.length)
    throw new CratonError("bad-image", {
      image,
      why: `its manifest has ${count} layers, its config ${config.rootfs.diff_ids.length}`,
    });
  if (count === 0) throw new CratonError("bad-image", { image, why: "it has no layers" });
  if (count > job.limits.maxLayers)
    throw new CratonError("bad-image", { image, why: `it has more than ${job.limits.maxLayers} layers` });
}
