/** POST /v1/images/gc: removes images that nothing needs, and what of the store no image names. Sizes are bytes. */
import { z } from "zod";
import { imageId } from "./ids.ts";

export const imageGcRequest = z.strictObject({
  /** Only tells what would go. */
  dryRun: z.boolean(),
  /** Images that were fetched or used within this time stay. Default 24 h, as rkt. */
  graceSeconds: z.number().int().min(0).max(31_536_000).optional(),
});
export type ImageGcRequest = z.infer<typeof imageGcRequest>;

export const imageGc = z.object({
  /** What goes (or went): no pod and no image that stays needs it. */
  images: z.array(
    z.object({
      id: imageId,
      name: z.string(),
      version: z.string().nullable(),
      /** What removing it frees, with what it shares only with others that go counted once. */
      frees: z.number().int(),
      lastUsedAt: z.iso.datetime(),
    }),
  ),
  /** Rendered trees and layers that no image names any more, and downloads that broke off before the grace time. */
  leftovers: z.array(
    z.object({ kind: z.enum(["tree", "blob", "rendered", "partial"]), name: z.string(), size: z.number().int() }),
  ),
  /** What stays, and why. */
  kept: z.array(
    z.object({
      id: imageId,
      name: z.string(),
      version: z.string().nullable(),
      why: z.enum(["pod", "dependency", "grace"]),
    }),
  ),
  frees: z.number().int(),
});
export type ImageGc = z.infer<typeof imageGc>;
