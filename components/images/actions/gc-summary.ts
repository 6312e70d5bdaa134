/** What a clean-up will do, in the words that its reader types. Pure. */
import type { ImageGc } from "@/lib/contract/image-gc.ts";
import { formatPlural } from "@/lib/format/number.ts";

/** `remove 3 images`, `remove leftovers`; null when there is nothing to do. */
export function gcSummary({ images, leftovers }: Pick<ImageGc, "images" | "leftovers">): string | null {
  if (images.length > 0) return `remove ${formatPlural(images.length, "image")}`;
  return leftovers.length > 0 ? "remove leftovers" : null;
}
