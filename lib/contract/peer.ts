/** What one node tells another of an image: enough to bring it in from blobs, all of which the taker verifies by itself. */
import { z } from "zod";
import { imageId } from "./ids.ts";

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$|^sha512:[0-9a-f]{128}$/, "is no digest");
const size = z.number().int().min(0);

/** GET /v1/peer/images/ID. */
export const peerImage = z.object({
  id: imageId,
  kind: z.enum(["aci", "oci"]),
  /** Where the giver has it from. */
  source: z.string().max(4096),
  /** What the registry's tag pointed at, null for ACIs. */
  digest: digest.nullable(),
  /** Armored detached signatures over an ACI's blob. */
  signature: z
    .string()
    .max(1024 * 1024)
    .nullable(),
  /** Base first. */
  layers: z
    .array(z.object({ diffId: digest, blob: z.object({ digest, size }) }))
    .min(1)
    .max(256),
  /** The appc image manifest; an OCI image's ID covers it. */
  manifest: z.unknown(),
});
export type PeerImage = z.infer<typeof peerImage>;
