/** The trees to overlay, upper first. */
import { type Layout, treeKey } from "./store/layout.ts";
import type { LayerRecord } from "./store/record.ts";

/**
 * A layer that is there twice counts where it is uppermost: there it hides or repeats all that it says further down, and overlayfs
 * refuses one folder twice.
 */
export function lowerOf(at: Layout, layers: LayerRecord[]): string[] {
  const keys = seenLayers(layers)
    .map(({ diffId }) => treeKey(diffId))
    .reverse();
  return [...new Set(keys)].map((key) => at.tree(key));
}

/** Base first, without those below one that hides the whole root: overlayfs merges roots whatever they are marked. */
export function seenLayers(layers: LayerRecord[]): LayerRecord[] {
  return layers.slice(
    Math.max(
      0,
      layers.findLastIndex(({ marks }) => marks?.opaque.includes(".")),
    ),
  );
}
