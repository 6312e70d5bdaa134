/** What an image stands on in the store: archives and trees, its own and those of the images that it is built on, each once. */
import { stepsOf } from "../dependency/steps.ts";
import { treeKey } from "../store/layout.ts";
import type { ImageRecord, LayerRecord } from "../store/record.ts";
import type { Store } from "../store/store.ts";

export type LayerPart = { layer: LayerRecord; format: "aci" | "layer"; key: string };
export type Parts = { layers: LayerPart[]; rendered: ImageRecord[] };

export function partsOf(store: Store, image: ImageRecord): Parts {
  const layers = new Map<string, LayerPart>();
  const rendered = new Map<string, ImageRecord>();
  for (const { record } of stepsOf(store.records, image)) {
    for (const layer of record.layers) {
      const key = treeKey(layer.diffId);
      layers.set(key, { layer, key, format: record.kind === "aci" ? "aci" : "layer" });
    }
  }
  if (image.rendered) rendered.set(image.rendered.key, image);
  return { layers: [...layers.values()], rendered: [...rendered.values()] };
}
