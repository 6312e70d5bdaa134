/** The trees to overlay, upper first. */
import { type Layout, treeKey } from "./store/layout.ts";
import type { LayerRecord } from "./store/record.ts";

/**
 * A layer that is there twice counts where it is uppermost: there it hides or repeats all that it says further down, and overlayfs
 * refuses one folder twice.
 */
export function lowerOf(at: Layout, layers: Pick<LayerRecord, "diffId">[]): string[] {
  const keys = layers.map(({ diffId }) => treeKey(diffId)).reverse();
  return [...new Set(keys)].map((key) => at.tree(key));
}
