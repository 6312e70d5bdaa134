/** An ACI from a stream: received, unpacked, checked, committed. Fails whole: nothing is left of an image that is refused. */
import { join } from "node:path";
import type { ImageManifest } from "../../lib/contract/appc.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import { parseImageManifest } from "../appc/image-manifest.ts";
import { manifestError } from "../appc/manifest-error.ts";
import { resolveDependencies } from "./dependency/resolve.ts";
import type { AppName } from "./discovery/app-string.ts";
import { mismatch } from "./discovery/matches.ts";
import { opened } from "./encryption/opened.ts";
import type { ImageJob } from "./image-job.ts";
import { receive } from "./receive.ts";
import { render } from "./render/render.ts";
import { type ImageRecord, recordVersion } from "./store/record.ts";
import { vouch } from "./trust/vouch.ts";
import { layerOf, unpackBlob } from "./unpack-blob.ts";

export type AciSource = {
  /** `file:PATH`, `upload:NAME`, `built:NAME`. */
  source: string;
  /** For progress: the file's name. */
  what: string;
  /** The image ID that it must have; absent: whatever it has. */
  id?: string;
  /** The name and labels that were asked for, when it was not asked for by its place alone (appc E8). */
  wanted?: AppName;
  /** The armored signature; asked for once the bytes are there, since a site may put it off until then. Null, or absent: there is none. */
  signature?: () => Promise<string | null>;
} & ({ body: AsyncIterable<Uint8Array>; total: number | null } | { take: Take });

/** Puts the archive at a path where nothing is yet, synced. */
export type Take = (path: string) => Promise<{ size: number; digest: string }>;

export async function importAci(job: ImageJob, aci: AciSource): Promise<ImageRecord> {
  const { source, what, wanted } = aci;
  const { store, report } = job;
  const stage = await store.stage();
  const unpin: (() => void)[] = [];
  try {
    const served = join(stage.path, "served");
    const tree = join(stage.path, "tree");
    const received = "take" in aci ? await aci.take(served) : await receiveBody(job, aci, served);
    const vouched = await vouch(job, { blob: served, size: received.size, what, signature: aci.signature });
    if (wanted) vouched.trust(wanted.name);
    const archive = await opened(job, stage.path, { path: served, ...received }, what);
    const { path: blob, digest, size } = archive;
    const result = await unpackBlob(job, { blob, target: tree, format: "aci", what, size });
    report({ step: "verify", what, done: 0, total: null });
    const id = result.tarDigest.replace(":", "-");
    if (aci.id !== undefined && aci.id !== id) throw new CratonError("bad-digest", { what, got: id, wanted: aci.id });
    const manifest = checked(result.manifest ?? "");
    const other = wanted ? mismatch(manifest, wanted) : null;
    if (other !== null) throw new CratonError("image-mismatch", { image: what, why: other });
    const trust = vouched.trust(manifest.name);
    const diffId = result.tarDigest;
    unpin.push(store.pin(diffId));
    const dependencies = await resolveDependencies(job, manifest);
    report({ step: "commit", what, done: 0, total: null });
    const layer = await store.addLayer(layerOf(result, { digest, size }), { blob, tree });
    const record: ImageRecord = {
      version: recordVersion,
      id,
      kind: "aci",
      source,
      digest: null,
      importedAt: new Date(job.now()).toISOString(),
      trust,
      // It is served on only beside the very bytes that it is over: not those of an encrypted file, nor of an archive that was here before.
      signature: blob === served && layer.blob.digest === digest ? vouched.armored : null,
      dependencies: dependencies.map(({ id }) => id),
      aciSize: result.tarBytes,
      rendered: null,
      layers: [layer],
      manifest,
    };
    return await store.commit({ ...record, rendered: await render(job, record, stage.path, unpin) });
  } finally {
    for (const release of unpin) release();
    await stage.drop();
    await store.sweep();
  }
}

function receiveBody(
  { report, signal, limits: { maxBlob: max } }: ImageJob,
  { what, total, body }: { what: string; total: number | null; body: AsyncIterable<Uint8Array> },
  path: string,
) {
  const onBytes = (done: number) => report({ step: "download", what, done, total });
  return receive(body, path, { algorithm: "sha512", what, max, onBytes, signal });
}

/** `bad-manifest` with all faults. */
function checked(text: string): ImageManifest {
  const parsed = parseImageManifest(text);
  if (!parsed.ok) throw manifestError("image manifest", parsed.errors);
  return parsed.manifest;
}
