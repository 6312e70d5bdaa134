/**
 * In which order images are laid over one another to render one of them (appc D3, D5): each dependency in the order of the
 * manifest, depth first, then the image itself; with the whitelists that filter each, its own and those of all that need it.
 */
import { CratonError } from "../../../lib/contract/errors.ts";
import type { ImageRecord } from "../store/record.ts";
import { manifestOf } from "../view.ts";

/** `whitelists`: each a complete set of paths; what is not in all of them is left out. Empty: everything stays. */
export type Step = { record: ImageRecord; whitelists: string[][] };

/**
 * More layers than the kernel overlays, and a bound on graphs that fan out: an image that is reached twice with different whitelists
 * is two steps.
 */
export const maxSteps = 120;

/**
 * Lower first. Of an image that comes twice with the same whitelists only the last counts: there it repeats or hides all that it
 * put down before. `bad-image` when there are more than `maxSteps`, `image-not-found` for a dependency that is gone.
 */
export function stepsOf(records: ReadonlyMap<string, ImageRecord>, image: ImageRecord): Step[] {
  const steps: Step[] = [];
  const seen = new Set<string>();
  // Upper first, so that the first visit is the last of its kind in the order of rendering.
  const visit = (record: ImageRecord, above: ReadonlyMap<string, string[]>) => {
    const { pathWhitelist = [] } = manifestOf(record);
    const lists = pathWhitelist.length > 0 ? new Map([...above, [record.id, pathWhitelist]]) : above;
    const key = JSON.stringify([record.id, ...[...lists.keys()].sort()]);
    if (seen.has(key)) return;
    seen.add(key);
    if (steps.length === maxSteps)
      throw new CratonError("bad-image", {
        image: manifestOf(image).name,
        why: `it is rendered from more than ${maxSteps} images`,
      });
    steps.push({ record, whitelists: [...lists.values()] });
    for (const id of record.dependencies.toReversed()) {
      const next = records.get(id);
      if (!next) throw new CratonError("image-not-found", { image: id });
      visit(next, lists);
    }
  };
  visit(image, new Map());
  return steps.reverse();
}
