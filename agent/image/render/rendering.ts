/**
 * How pods see an image. `stack`: the trees of its steps, overlaid; right when nothing is filtered and every folder that an upper archive
 * has is stated by it, for then overlayfs merges exactly as extraction in order does. Whiteouts of a registry's image may hide only what is
 * its own, so such an image can only be the lowest. `flat`: one tree, made by extracting the archives in order. Its key names them and
 * what is kept of each, so images share it.
 */
import { hash } from "node:crypto";
import { type Step, stepsOf } from "../dependency/steps.ts";
import { seenLayers } from "../lower.ts";
import { treeKey } from "../store/layout.ts";
import type { ImageRecord } from "../store/record.ts";
import { type Keep, keepOf } from "./keep.ts";

/** One archive of a flat rendering. */
export type Extraction = { record: ImageRecord; keep: Keep };
export type Rendering =
  /** Tree keys, upper first. */
  { kind: "stack"; trees: string[] } | { kind: "flat"; key: string; extractions: Extraction[] };

/** overlayfs's own limit is 500; so many names still fit into one mount call: an image's layers and one more (mend-folders.ts). */
const maxStack = 128;

/** `records` has all that the image depends on. */
export function renderingOf(records: ReadonlyMap<string, ImageRecord>, image: ImageRecord): Rendering {
  const steps = stepsOf(records, image);
  if (steps.every(stacks)) {
    // A layer that is there twice counts where it is uppermost; overlayfs refuses one folder twice.
    const lowerFirst = steps.flatMap(({ record }) => seenLayers(record.layers).map(({ diffId }) => treeKey(diffId)));
    const trees = [...new Set(lowerFirst.reverse())];
    if (trees.length <= maxStack) return { kind: "stack", trees };
  }
  const extractions = steps.map(({ record, whitelists }) => ({ record, keep: keepOf(whitelists) }));
  const identity = JSON.stringify(extractions.map(({ record, keep }) => [record.id, keep]));
  return { kind: "flat", key: hash("sha256", identity, "base64url"), extractions };
}

function stacks({ record, whitelists }: Step, at: number): boolean {
  if (whitelists.length > 0) return false;
  return at === 0 || (record.kind === "aci" && record.layers.every(({ implied }) => implied === 0));
}
