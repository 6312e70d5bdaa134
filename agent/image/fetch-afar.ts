/** From a registry, with other nodes asked for its layers first when the operator wants that, or from one other node. */
import { dirname, join } from "node:path";
import { fetchFromPeer } from "./fetch-peer.ts";
import { fetchFromRegistry } from "./fetch-registry.ts";
import type { ImageJob } from "./image-job.ts";
import { peerNamed, peersFirst } from "./peer/peers.ts";
import { Registries } from "./registry/config.ts";
import type { KeptRegistries } from "./registry/kept.ts";
import type { Source } from "./source.ts";
import type { ImageRecord } from "./store/record.ts";

/** `registries`: STATE/agent/registries.json, beside which peers.json is. */
export type AfarOptions = { registries: string; kept?: Pick<KeptRegistries, "settings"> | undefined };

export async function fetchAfar(
  job: ImageJob,
  source: Extract<Source, { kind: "docker" | "peer" }>,
  { registries, kept }: AfarOptions,
): Promise<ImageRecord> {
  const file = join(dirname(registries), "peers.json");
  if (source.kind === "peer") {
    const client = await peerNamed(file, source.node);
    try {
      return await fetchFromPeer(job, client, source.id, source.text);
    } finally {
      client.close();
    }
  }
  const peers = await peersFirst(file);
  try {
    const settings = await Registries.read(registries, kept?.settings);
    return await fetchFromRegistry(peers ? { ...job, peers } : job, source.reference, settings);
  } finally {
    peers?.close();
  }
}
