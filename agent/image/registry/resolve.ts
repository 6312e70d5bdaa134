/** From a tag or digest to the one manifest for this platform, through indexes within indexes too. */
import { CratonError } from "../../../lib/contract/errors.ts";
import type { RegistryClient } from "./client.ts";
import {
  accept,
  choosePlatform,
  type Descriptor,
  findPlatform,
  type Index,
  type Manifest,
  parseManifest,
  withoutPlatform,
} from "./manifest.ts";

/** `digest`: what the tag pointed at, an index or a manifest. `manifestDigest`: the manifest itself. */
export type Resolved = { digest: string; manifestDigest: string; manifest: Manifest };

const deepest = 4;
/** Manifests and indexes that one image may ask for. */
const mostAsked = 16;

export async function resolveImage(client: RegistryClient, cpu: string, signal: AbortSignal): Promise<Resolved> {
  const { source, tag, digest } = client.reference;
  const top = await client.manifest(digest ?? tag ?? "latest", accept, signal);
  const parsed = parseManifest(top.bytes, top.type, source);
  if (parsed.kind === "manifest") return { digest: top.digest, manifestDigest: top.digest, manifest: parsed.manifest };
  const found = await new Descent(client, cpu, signal).into(parsed.index, 1);
  if (found) return { digest: top.digest, ...found };
  // It says what there is.
  choosePlatform(parsed, cpu, source);
  throw new CratonError("wrong-platform", { image: source, wanted: `linux/${cpu}`, why: "its inner index has it not" });
}

class Descent {
  readonly #client: RegistryClient;
  readonly #cpu: string;
  readonly #signal: AbortSignal;
  #asked = 0;

  constructor(client: RegistryClient, cpu: string, signal: AbortSignal) {
    this.#client = client;
    this.#cpu = cpu;
    this.#signal = signal;
  }

  /** The entry for this platform; without one, what indexes of no platform have, or a manifest of none that stands alone. */
  async into(index: Index, depth: number): Promise<Omit<Resolved, "digest"> | null> {
    const chosen = findPlatform(index, this.#cpu);
    for (const entry of chosen ? [chosen] : withoutPlatform(index)) {
      const one = await this.#fetch(entry);
      if (one.kind === "manifest") return { manifestDigest: entry.digest, manifest: one.manifest };
      if (depth === deepest) throw this.#fault(`its indexes are more than ${deepest} deep`);
      const found = await this.into(one.index, depth + 1);
      if (found) return found;
    }
    return null;
  }

  async #fetch({ digest, size }: Descriptor) {
    if (++this.#asked > mostAsked) throw this.#fault(`its indexes name more than ${mostAsked} others`);
    const { bytes, type } = await this.#client.manifest(digest, accept, this.#signal);
    if (bytes.length !== size)
      throw this.#fault(`its index states ${size} bytes for ${digest}, which has ${bytes.length}`);
    return parseManifest(bytes, type, this.#client.source);
  }

  #fault(why: string): CratonError {
    return new CratonError("bad-image", { image: this.#client.source, why });
  }
}
