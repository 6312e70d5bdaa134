/** Trees of the store that show an image as a pod sees it, upper first. */
import { CratonError } from "../../../lib/contract/errors.ts";
import type { ImageRecord } from "../store/record.ts";
import type { Store } from "../store/store.ts";
import { renderingOf } from "./rendering.ts";

export function treeKeysOf(store: Store, record: ImageRecord): string[] {
  if (record.rendered) return [record.rendered.key];
  const rendering = renderingOf(store.records, record);
  return rendering.kind === "stack" ? rendering.trees : [rendering.key];
}

/** `image-damaged` when one of them is not what it was. */
export function treesOf(store: Store, record: ImageRecord): string[] {
  const keys = treeKeysOf(store, record);
  for (const key of keys) {
    const why = store.damaged.get(key);
    if (why !== undefined) throw new CratonError("image-damaged", { image: record.id, why });
  }
  return keys.map((key) => store.at.tree(key));
}

/** Why no pod can have it, null when one can. */
export function damageOf(store: Store, record: ImageRecord): string | null {
  if (store.damaged.size === 0) return null;
  for (const key of treeKeysOf(store, record)) {
    const why = store.damaged.get(key);
    if (why !== undefined) return why;
  }
  return null;
}
