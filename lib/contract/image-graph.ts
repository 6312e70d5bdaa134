/** GET /v1/images/:id/graph: the image and all that it depends on (appc C9), as a graph without cycles. */
import { z } from "zod";
import { imageId } from "./ids.ts";

/** One image of the graph. `key` is its ID, or for one that is not in the store a word of its own. */
const graphImage = z.object({
  key: z.string(),
  /** null when it is missing from the store. */
  id: imageId.nullable(),
  name: z.string(),
  version: z.string().nullable(),
  /** Bytes of its own stored archive and of its own unpacked tree; null when it is missing. */
  size: z.number().int().nullable(),
  treeSize: z.number().int().nullable(),
  trust: z.enum(["signed", "unsigned"]).nullable(),
});
export type GraphImage = z.infer<typeof graphImage>;

/** One line of a manifest's `dependencies`, with what it was resolved to. */
const graphEdge = z.object({
  from: z.string(),
  to: z.string(),
  /** What the manifest asks for. */
  imageName: z.string(),
  imageID: z.string().nullable(),
  labels: z.array(z.object({ name: z.string(), value: z.string() })),
});

/** The asked image is first; the others follow in the order in which a rendering applies them, upper first. */
export const imageGraph = z.object({ images: z.array(graphImage).min(1), edges: z.array(graphEdge) });
export type ImageGraph = z.infer<typeof imageGraph>;
