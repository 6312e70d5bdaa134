/** An ACI from a stream: received, unpacked, checked, committed. Fails whole: nothing is left of an image that is refused. */
import { join } from "node:path";
import type { ImageManifest } from "../../lib/contract/appc.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import { parseImageManifest } from "../appc/image-manifest.ts";
import { manifestError } from "../appc/manifest-error.ts";
import type { AppName } from "./discovery/app-string.ts";
import { mismatch } from "./discovery/matches.ts";
import type { ImageJob } from "./image-job.ts";
import { receive } from "./receive.ts";
import { type ImageRecord, recordVersion } from "./store/record.ts";
import { unpackBlob } from "./unpack-blob.ts";

export type AciSource = {
  /** `file:PATH`, `upload:NAME`, `built:NAME`. */
  source: string;
  /** For progress: the file's name. */
  what: string;
  /** The name and labels that were asked for, when it was not asked for by its place alone (appc E8). */
  wanted?: AppName;
  /** The armored signature; asked for once the bytes are there, since a site may put it off until then. */
  signature?: () => Promise<string>;
} & ({ body: AsyncIterable<Uint8Array>; total: number | null } | { take: Take });

/** Puts the archive at a path where nothing is yet, synced. */
export type Take = (path: string) => Promise<{ size: number; digest: string }>;

export async function importAci(job: ImageJob, aci: AciSource): Promise<ImageRecord> {
  const { source, what, wanted } = aci;
  const { store, report } = job;
  const stage = await store.stage();
  const unpin: (() => void)[] = [];
  try {
    const blob = join(stage.path, "blob");
    const tree = join(stage.path, "tree");
    const received = "take" in aci ? await aci.take(blob) : await receiveBody(job, aci, blob);
    const result = await unpackBlob(job, { blob, target: tree, format: "aci", what, size: received.size });
    report({ step: "verify", what, done: 0, total: null });
    const manifest = checked(result.manifest ?? "", what);
    const other = wanted ? mismatch(manifest, wanted) : null;
    if (other !== null) throw new CratonError("image-mismatch", { image: what, why: other });
    const diffId = result.tarDigest;
    unpin.push(store.pin(diffId));
    report({ step: "commit", what, done: 0, total: null });
    const { treeBytes, entries } = result;
    const layer = await store.addLayer({ diffId, treeBytes, entries, blob: received }, { blob, tree });
    return await store.commit({
      version: recordVersion,
      id: diffId.replace(":", "-"),
      kind: "aci",
      source,
      digest: null,
      importedAt: new Date(job.now()).toISOString(),
      trust: { kind: "unsigned", allowedBy: job.allowedBy },
      signature: null,
      dependencies: [],
      aciSize: result.tarBytes,
      layers: [layer],
      manifest,
    });
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

/** `bad-manifest` with all faults; `unsupported` for what this version cannot render. */
function checked(text: string, what: string): ImageManifest {
  const parsed = parseImageManifest(text);
  if (!parsed.ok) throw manifestError("image manifest", parsed.errors);
  const { dependencies = [], pathWhitelist = [] } = parsed.manifest;
  const first = dependencies[0];
  if (first) {
    const why = `${what} needs ${first.imageName}; images that build on others are not rendered yet`;
    throw new CratonError("unsupported", { what: "an image with dependencies", why });
  }
  if (pathWhitelist.length > 0) {
    const why = `${what} keeps only ${pathWhitelist.length} of its paths; white lists are not rendered yet`;
    throw new CratonError("unsupported", { what: "an image with a pathWhitelist", why });
  }
  return parsed.manifest;
}
