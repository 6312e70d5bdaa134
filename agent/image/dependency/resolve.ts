/**
 * Finds what an image depends on before it is committed: in the store, else by a fetch, which brings the dependency in like any
 * image, with its own trust and its own dependencies. So an image of the store always has all that it needs.
 */
import type { Dependency, ImageManifest } from "../../../lib/contract/appc.ts";
import { CratonError } from "../../../lib/contract/errors.ts";
import type { ImageJob } from "../image-job.ts";
import type { ImageRecord } from "../store/record.ts";
import { manifestOf } from "../view.ts";
import { fromStore, satisfies, shownDependency } from "./match.ts";

/** Images that wait for one another: the one that was asked for first. */
export type Chain = readonly Pick<ImageManifest, "name" | "labels">[];
/** Brings a dependency in. `chain` ends with the image that needs it; `maxBlob` is the most bytes that may come. */
export type FetchDependency = (wanted: Dependency, job: ImageJob, chain: Chain) => Promise<ImageRecord>;

/** Errors that name the dependency, or one of its own, already. */
const named = new Set(["bad-dependency", "dependency-cycle", "no-space", "disk-failed", "unavailable"]);

/** In the order of the manifest. Throws `bad-dependency`, `dependency-cycle`, or what the fetch of one threw. */
export async function resolveDependencies(job: ImageJob, manifest: ImageManifest): Promise<ImageRecord[]> {
  const chain = [...(job.chain ?? []), manifest];
  const { dependencies = [] } = manifest;
  const { maxDependencies, maxDependencyDepth } = job.limits;
  const fault = (why: string) => new CratonError("bad-image", { image: manifest.name, why });
  if (dependencies.length > maxDependencies) throw fault(`it has more than ${maxDependencies} dependencies`);
  if (dependencies.length > 0 && chain.length > maxDependencyDepth)
    throw fault(`its dependencies are more than ${maxDependencyDepth} deep`);
  const found: ImageRecord[] = [];
  for (const wanted of dependencies) found.push(await resolve(job, manifest.name, wanted, chain));
  return found;
}

async function resolve(job: ImageJob, image: string, wanted: Dependency, chain: Chain): Promise<ImageRecord> {
  const fault = (why: string, cause?: unknown) =>
    new CratonError("bad-dependency", { image, dependency: shownDependency(wanted), why }, { cause });
  const there = fromStore(job.store.records.values(), wanted);
  if (there) return sized(there, wanted, fault);
  const at = chain.findIndex((waiting) => satisfies(waiting, wanted));
  if (at >= 0) {
    const cycle = [...chain.slice(at).map(({ name }) => name), wanted.imageName].join(" → ");
    throw new CratonError("dependency-cycle", { image, cycle });
  }
  if (!job.fetchDependency) throw fault(absent(job, wanted));
  const max = Math.min(job.limits.maxBlob, wanted.size ?? Number.POSITIVE_INFINITY);
  const limits = { ...job.limits, maxBlob: max };
  const record = await job.fetchDependency(wanted, { ...job, limits, chain }, chain).catch((error) => {
    job.signal.throwIfAborted();
    if (!(error instanceof CratonError) || named.has(error.code)) throw error;
    throw fault(`${absent(job, wanted)}; it could not be fetched: ${error.message}`, error);
  });
  const manifest = manifestOf(record);
  if (!satisfies(manifest, wanted)) throw fault(`what was fetched is ${manifest.name} with other labels`);
  if (wanted.imageID !== undefined && record.id !== wanted.imageID) throw fault(`what was fetched is ${record.id}`);
  return sized(record, wanted, fault);
}

/** `size` bounds the archive as fetched (C6). With an ID the content is proven, whichever way its archive was compressed. */
function sized(record: ImageRecord, wanted: Dependency, fault: (why: string) => CratonError): ImageRecord {
  const bytes = record.layers.reduce((sum, { blob }) => sum + blob.size, 0);
  if (wanted.imageID === undefined && wanted.size !== undefined && bytes > wanted.size)
    throw fault(`its archive has ${bytes} bytes, more than the ${wanted.size} that the manifest states`);
  return record;
}

/** Why the store does not have it, and how to get it. */
function absent(job: ImageJob, wanted: Dependency): string {
  const alike = [...job.store.records.values()].filter((record) => manifestOf(record).name === wanted.imageName);
  if (alike.length === 0) return "it is not in the store; fetch or upload its .aci first";
  if (alike.every(({ kind, aciSize }) => kind === "oci" && aciSize === null))
    return "the store has it only as fetched by an earlier version, without the ID of an ACI; fetch it again first";
  const versions = alike.map(({ id, manifest }) => {
    const labels = (manifest as ImageManifest).labels ?? [];
    return `${labels.map(({ name, value }) => `${name}=${value}`).join(",") || "no labels"} (${id.slice(0, 19)})`;
  });
  return `the store has only ${versions.slice(0, 5).join("; ")}; fetch or upload the .aci that fits first`;
}
