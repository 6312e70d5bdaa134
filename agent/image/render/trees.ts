/** Folders of the store that show an image as a pod sees it, upper first. */
import type { ImageRecord } from "../store/record.ts";
import type { Store } from "../store/store.ts";
import { renderingOf } from "./rendering.ts";

export function treesOf(store: Store, record: ImageRecord): string[] {
  if (record.rendered) return [store.at.tree(record.rendered.key)];
  const rendering = renderingOf(store.records, record);
  return (rendering.kind === "stack" ? rendering.trees : [rendering.key]).map((key) => store.at.tree(key));
}
