/** What images take on the disk, each archive and tree counted once. */
import type { ImageDisk } from "../../../lib/contract/image-disk.ts";
import { treeKey } from "../store/layout.ts";
import type { ImageRecord } from "../store/record.ts";

type Records = Iterable<ImageRecord>;

/** Bytes by what is stored once: a blob by its digest, a tree by its key. */
function stored({ layers, rendered }: ImageRecord): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { diffId, treeBytes, blob } of layers) sizes.set(blob.digest, blob.size).set(treeKey(diffId), treeBytes);
  if (rendered) sizes.set(rendered.key, rendered.check.bytes);
  return sizes;
}

/** What goes with each of `going`, in their order: what no other image has, and no earlier one of them has freed. */
export function freedBy(records: Records, going: readonly ImageRecord[]): number[] {
  const gone = new Set(going.map(({ id }) => id));
  const needed = new Set<string>();
  for (const record of records) if (!gone.has(record.id)) for (const key of stored(record).keys()) needed.add(key);
  return going.map((record) => {
    let sum = 0;
    for (const [key, size] of stored(record)) {
      if (!needed.has(key)) sum += size;
      needed.add(key);
    }
    return sum;
  });
}

export function diskOf(records: ReadonlyMap<string, ImageRecord>, image: ImageRecord): ImageDisk {
  const others = [...records.values()].filter(({ id }) => id !== image.id);
  const layers = image.layers.map(({ diffId, treeBytes, entries, blob }) => ({
    ...{ diffId, entries, blobSize: blob.size, treeSize: treeBytes },
    sharedWith: others.filter((other) => other.layers.some((layer) => layer.diffId === diffId)).map(({ id }) => id),
  }));
  const [own = 0] = freedBy(records.values(), [image]);
  const all = [...stored(image).values()].reduce((sum, size) => sum + size, 0);
  return { layers, rendered: image.rendered?.check.bytes ?? null, own, shared: all - own };
}
