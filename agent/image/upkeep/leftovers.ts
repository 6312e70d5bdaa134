/** What stands in the store for no image: layers and rendered trees of an image that failed at its end. */
import type { ImageGc } from "../../../lib/contract/image-gc.ts";
import { treeKey } from "../store/layout.ts";
import type { Store } from "../store/store.ts";

/** Layers and rendered trees that no record names; those of work under way go when it ends without them. */
export async function leftoversOf(store: Store): Promise<ImageGc["leftovers"]> {
  const records = [...store.records.values()];
  const layers = new Set(records.flatMap((record) => record.layers.map(({ diffId }) => treeKey(diffId))));
  const blobs = new Set(records.flatMap((record) => record.layers.map(({ blob }) => blob.digest)));
  const rendered = new Set(records.map((record) => record.rendered?.key));
  const found: ImageGc["leftovers"] = [];
  for (const [key, layer] of store.layers) {
    if (layers.has(key) || store.pinned(key)) continue;
    found.push({ kind: "tree", name: layer.diffId, size: layer.treeBytes });
    if (!blobs.has(layer.blob.digest)) found.push({ kind: "blob", name: layer.blob.digest, size: layer.blob.size });
    blobs.add(layer.blob.digest);
  }
  for (const [key, { check }] of store.rendered)
    if (!rendered.has(key) && !store.pinned(key)) found.push({ kind: "rendered", name: key, size: check.bytes });
  return found;
}
