/** An image as a registry describes it, before anything of it is fetched: platforms, layers, history, config. */
import { CratonError } from "../../../lib/contract/errors.ts";
import type { RemoteImage, RemoteManifest } from "../../../lib/contract/registry-browse.ts";
import { downloadSmall } from "./blob.ts";
import { RegistryClient } from "./client.ts";
import type { Registries } from "./config.ts";
import {
  accept,
  choosePlatform,
  type Descriptor,
  type Manifest,
  type Parsed,
  parseConfig,
  parseManifest,
} from "./manifest.ts";
import type { Reference } from "./reference.ts";
import { configFacts, platformText, stepsOf } from "./remote-config.ts";

const maxConfig = 8 * 1024 * 1024;

type Top = { bytes: Buffer; digest: string; type: string | null };

/** `cpu`: this node's, as OCI names it. What cannot be run is described as far as it goes, with `why`. */
export async function describeImage(
  reference: Reference,
  registries: Registries,
  cpu: string,
  signal: AbortSignal,
): Promise<RemoteImage> {
  const { source } = reference;
  const client = new RegistryClient(reference, registries);
  try {
    const top: Top = await client.manifest(reference.digest ?? reference.tag ?? "latest", accept, signal);
    const common = { source, digest: top.digest, mediaType: top.type?.slice(0, 256) ?? null };
    const told = await orWhy(async () => parseManifest(top.bytes, top.type, source));
    if (told.value === null) return { ...common, platforms: [], image: null, why: told.why };
    const parsed = told.value;
    if (parsed.kind === "manifest") {
      const image = await orWhy(() => manifestFacts(client, top.digest, parsed.manifest, signal));
      return { ...common, platforms: [], image: image.value, why: image.why };
    }
    const chosen = await orWhy(async () => choosePlatform(parsed, cpu, source));
    const platforms = parsed.index.manifests.slice(0, 512).map((one) => ({
      digest: one.digest,
      size: one.size,
      platform: one.platform === undefined || one.platform.os === "unknown" ? null : platformText(one.platform),
      chosen: one === chosen.value,
    }));
    if (chosen.value === null) return { ...common, platforms, image: null, why: chosen.why };
    const { digest } = chosen.value;
    const image = await orWhy(async () =>
      manifestFacts(client, digest, await ofIndex(client, digest, source, signal), signal),
    );
    return { ...common, platforms, image: image.value, why: image.why };
  } finally {
    client.close();
  }
}

async function ofIndex(client: RegistryClient, digest: string, source: string, signal: AbortSignal): Promise<Manifest> {
  const one: Top = await client.manifest(digest, accept, signal);
  const inner: Parsed = parseManifest(one.bytes, one.type, source);
  if (inner.kind === "manifest") return inner.manifest;
  throw new CratonError("unsupported", { what: "an index within an index", why: `${source} has one` });
}

async function manifestFacts(
  client: RegistryClient,
  digest: string,
  { config: descriptor, layers }: Manifest,
  signal: AbortSignal,
): Promise<RemoteManifest> {
  const { source } = client.reference;
  const config = parseConfig(await downloadSmall(client, descriptor, maxConfig, signal), source);
  return {
    digest,
    platform: platformText(config),
    size: layers.reduce((sum, { size }) => sum + size, 0),
    layers: layers.map(({ digest: id, size, mediaType }: Descriptor) => ({ digest: id, size, mediaType })),
    history: stepsOf(config, layers.length),
    config: configFacts(descriptor.digest, config),
  };
}

/** Faults of the image itself are part of its description; that it cannot be had is an error. */
async function orWhy<T>(work: () => Promise<T>): Promise<{ value: T; why: null } | { value: null; why: string }> {
  try {
    return { value: await work(), why: null };
  } catch (error) {
    const isFault = error instanceof CratonError && ["bad-image", "unsupported", "wrong-platform"].includes(error.code);
    if (isFault) return { value: null, why: error.message };
    throw error;
  }
}
