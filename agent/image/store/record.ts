/** records/ID.json: everything that the store knows of an image. Written last; an image is there when its record is. */
import { z } from "zod";
import { CratonError } from "../../../lib/contract/errors.ts";
import { imageId } from "../../../lib/contract/ids.ts";
import { isDigest } from "./layout.ts";

export const recordVersion = 1;
const digest = z.string().refine(isDigest, "is no digest");
const size = z.number().int().min(0);

export const imageRecord = z.object({
  version: z.literal(recordVersion),
  id: imageId,
  kind: z.enum(["aci", "oci"]),
  /** `file:PATH`, `upload:NAME`, `docker://…`, `built:NAME`. */
  source: z.string(),
  /** What the registry's tag pointed at, null for ACIs. */
  digest: digest.nullable(),
  importedAt: z.iso.datetime(),
  allowedBy: z.string(),
  /** Base first. `diffId` is the digest of the plain tar and names the tree; `blob` is the archive as fetched. */
  layers: z
    .array(
      z.object({
        diffId: digest,
        treeBytes: size,
        entries: size,
        blob: z.object({ digest, size }),
      }),
    )
    .min(1),
  /** The appc image manifest; for OCI images the converted one. */
  manifest: z.looseObject({ name: z.string() }),
});
export type ImageRecord = z.infer<typeof imageRecord>;
export type LayerRecord = ImageRecord["layers"][number];

/** Throws `state-newer` for a later format, Error with the reason for what is no record. */
export function parseRecord(text: string, path: string): ImageRecord {
  const value: unknown = JSON.parse(text);
  const version = z.looseObject({ version: z.number().int() }).safeParse(value).data?.version;
  if (version !== undefined && version > recordVersion)
    throw new CratonError("state-newer", { path, got: version, known: recordVersion });
  const parsed = imageRecord.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`${issue?.path.join(".") ?? "it"}: ${issue?.message ?? "is no record"}`);
}
