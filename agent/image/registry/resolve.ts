/** From a tag or digest to the one manifest for this platform. */
import { CratonError } from "../../../lib/contract/errors.ts";
import type { RegistryClient } from "./client.ts";
import { accept, choosePlatform, type Manifest, parseManifest } from "./manifest.ts";

/** `digest`: what the tag pointed at, an index or a manifest. `manifestDigest`: the manifest itself. */
export type Resolved = { digest: string; manifestDigest: string; manifest: Manifest };

export async function resolveImage(client: RegistryClient, cpu: string, signal: AbortSignal): Promise<Resolved> {
  const { source, tag, digest } = client.reference;
  const top = await client.manifest(digest ?? tag ?? "latest", accept, signal);
  const parsed = parseManifest(top.bytes, top.type, source);
  if (parsed.kind === "manifest") return { digest: top.digest, manifestDigest: top.digest, manifest: parsed.manifest };
  const chosen = choosePlatform(parsed, cpu, source);
  const one = await client.manifest(chosen.digest, accept, signal);
  if (one.bytes.length !== chosen.size)
    throw new CratonError("bad-image", {
      image: source,
      why: `its index states ${chosen.size} bytes for ${chosen.digest}, which has ${one.bytes.length}`,
    });
  const inner = parseManifest(one.bytes, one.type, source);
  if (inner.kind === "index")
    throw new CratonError("unsupported", { what: "an index within an index", why: `${source} has one` });
  return { digest: top.digest, manifestDigest: one.digest, manifest: inner.manifest };
}
