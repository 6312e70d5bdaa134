/**
 * An image from another node, by its ID. The node is believed in nothing: an ACI's blob is verified, unpacked and hashed as one from
 * anywhere, with the signature that the node kept; an image of layers is whole when the ACI made of them has the ID.
 */
import { CratonError } from "../../lib/contract/errors.ts";
import type { PeerImage } from "../../lib/contract/peer.ts";
import { checkImageManifest } from "../appc/image-manifest.ts";
import { manifestError } from "../appc/manifest-error.ts";
import { fetchLayers } from "./fetch-layers.ts";
import type { ImageJob } from "./image-job.ts";
import { importAci } from "./import-aci.ts";
import type { PeerClient } from "./peer/client.ts";
import { downloadBlob } from "./registry/blob.ts";
import { sealOci } from "./seal-oci.ts";
import type { ImageRecord } from "./store/record.ts";

/** `source`: `node://NAME/ID`. */
export async function fetchFromPeer(
  job: ImageJob,
  client: PeerClient,
  id: string,
  source: string,
): Promise<ImageRecord> {
  const there = job.store.records.get(id);
  if (there) return there;
  job.report({ step: "resolve", what: source, done: 0, total: null });
  const image = await client.image(id, job.signal);
  return image.kind === "aci" ? takeAci(job, client, image, source) : takeLayers(job, client, image, source);
}

function takeAci(job: ImageJob, client: PeerClient, image: PeerImage, source: string): Promise<ImageRecord> {
  const [layer] = image.layers;
  if (!layer) throw new CratonError("bad-image", { image: source, why: "it has no archive" });
  const { blob } = layer;
  const { limits, signal, report } = job;
  if (blob.size > limits.maxBlob) throw new CratonError("too-large", { what: source, limit: limits.maxBlob });
  const onBytes = (done: number) => report({ step: "download", what: source, done, total: blob.size });
  const take = async (path: string) => {
    await downloadBlob(client, blob, { path, onBytes, signal });
    return blob;
  };
  return importAci(job, { source, what: source, id: image.id, take, signature: async () => image.signature });
}

async function takeLayers(job: ImageJob, client: PeerClient, image: PeerImage, source: string): Promise<ImageRecord> {
  const { store, limits } = job;
  if (!job.unsigned) throw new CratonError("image-unsigned", { image: source });
  const checked = checkImageManifest(image.manifest);
  if (!checked.ok) throw manifestError(`manifest of ${source}`, checked.errors);
  if (image.layers.length > limits.maxLayers + 1)
    throw new CratonError("bad-image", { image: source, why: `it has more than ${limits.maxLayers} layers` });
  const pins = image.layers.map(({ diffId }) => store.pin(diffId));
  const stage = await store.stage();
  try {
    const layers = await fetchLayers(job, client, image.layers, stage.path);
    job.report({ step: "commit", what: source, done: 0, total: null });
    const about = { source, digest: null, manifest: checked.manifest, wanted: image.id };
    return await sealOci(job, { ...about, layers, stage: stage.path, pins });
  } finally {
    for (const release of pins) release();
    await stage.drop();
    await store.sweep();
  }
}
