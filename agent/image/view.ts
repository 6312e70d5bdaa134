/** An image's record as the API shows it. */
import type { ImageManifest } from "../../lib/contract/appc.ts";
import type { Image } from "../../lib/contract/image.ts";
import type { ImageRecord } from "./store/record.ts";

/** `manifest` was checked when the image came in. */
export function manifestOf(record: ImageRecord): ImageManifest {
  return record.manifest as ImageManifest;
}

export function versionOf(record: ImageRecord): string | null {
  return label(record, "version");
}

export function viewOf(record: ImageRecord, usedBy: string[], damaged: string | null = null): Image {
  const manifest = manifestOf(record);
  const blobs = new Map(record.layers.map(({ blob }) => [blob.digest, blob.size]));
  const layers = new Map(record.layers.map(({ diffId, treeBytes, blob }) => [diffId, treeBytes + blob.size]));
  const trees = new Map(record.layers.map(({ diffId, treeBytes }) => [diffId, treeBytes]));
  return {
    id: record.id,
    name: manifest.name,
    version: versionOf(record),
    labels: (manifest.labels ?? []).map(({ name, value }) => ({ name, value })),
    os: label(record, "os"),
    arch: label(record, "arch"),
    source: record.source,
    kind: record.kind,
    digest: record.digest,
    size: sum(blobs.values()),
    treeSize: sum(trees.values()),
    layers: Array.from(layers, ([diffId, bytes]) => ({ diffId, bytes })),
    importedAt: record.importedAt,
    trust: record.trust,
    usedBy,
    ...(damaged === null ? {} : { damaged }),
    command: manifest.app?.exec ?? [],
    ports: (manifest.app?.ports ?? []).map(({ name, protocol, port }) => ({ name, protocol: protocol ?? "tcp", port })),
    mountPoints: (manifest.app?.mountPoints ?? []).map(({ name, path, readOnly = false }) => ({
      name,
      path,
      readOnly,
    })),
  };
}

function label(record: ImageRecord, wanted: string): string | null {
  return manifestOf(record).labels?.find(({ name }) => name === wanted)?.value ?? null;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
