/** What the ACI of an OCI image is written from: its layers' trees with their marks, and its manifest as canonical JSON. */
import { canonicalJson } from "./canonical-json.ts";
import type { SquashInput } from "./squash/squash.ts";
import { type Layout, treeKey } from "./store/layout.ts";
import type { LayerRecord } from "./store/record.ts";

/** `layers`: base first. A layer that is there twice counts where it is uppermost, as in lower.ts. Throws for one without marks. */
export function squashInput(at: Layout, layers: LayerRecord[], manifest: { name: string }): SquashInput {
  const upper = [...new Map(layers.map((layer) => [layer.diffId, layer])).values()];
  const last = (layer: LayerRecord) => layers.findLastIndex(({ diffId }) => diffId === layer.diffId);
  upper.sort((a, b) => last(b) - last(a));
  const trees = upper.map(({ diffId, marks }) => {
    if (!marks) throw new RangeError(`the layer ${diffId} has no marks`);
    return { tree: at.tree(treeKey(diffId)), marks };
  });
  return { image: manifest.name, layers: trees, manifest: `${canonicalJson(manifest)}\n` };
}
