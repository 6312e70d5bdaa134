/** GET /v1/images/:id/disk: what an image takes on the disk of its node, and what of it others use too. Sizes are bytes. */
import { z } from "zod";
import { imageId } from "./ids.ts";

const size = z.number().int();

const diskLayer = z.object({
  /** Of the plain tar: `sha256:…` or `sha512:…`. */
  diffId: z.string(),
  /** The stored archive and the unpacked tree. */
  blobSize: size,
  treeSize: size,
  entries: z.number().int(),
  /** Other images of this store that have the same layer; it is stored once. */
  sharedWith: z.array(imageId),
});
export type DiskLayer = z.infer<typeof diskLayer>;

export const imageDisk = z.object({
  /** Base first. */
  layers: z.array(diskLayer).min(1),
  /** A tree that was rendered from dependencies or a pathWhitelist; null when pods mount the layers as they are. */
  rendered: size.nullable(),
  /** What removing the image would free. */
  own: size,
  /** What stays for the others. */
  shared: size,
});
export type ImageDisk = z.infer<typeof imageDisk>;
