/** records/ID.json: everything that the store knows of an image. Written last; an image is there when its record is. */
import { z } from "zod";
import { CratonError } from "../../../lib/contract/errors.ts";
import { imageId } from "../../../lib/contract/ids.ts";
import { imageTrust } from "../../../lib/contract/image-trust.ts";
import { isDigest, treeKey } from "./layout.ts";
import { marks } from "./marks.ts";

export const recordVersion = 2;
const digest = z.string().refine(isDigest, "is no digest");
const size = z.number().int().min(0);

/** What a tree holds: `sum` is over names, types, modes, owners, times, attributes and contents (store/tree-check.ts). */
const treeCheck = z.object({ sum: digest, files: size, bytes: size });
export type TreeCheck = z.infer<typeof treeCheck>;

/** A tree of several archives, or of a part of one (render/rendering.ts). */
const renderedTree = z.object({ key: z.string().regex(/^[A-Za-z0-9_-]{43}$/), check: treeCheck });
export type RenderedTree = z.infer<typeof renderedTree>;

export const imageRecord = z.object({
  version: z.literal(recordVersion),
  id: imageId,
  kind: z.enum(["aci", "oci"]),
  /** `file:PATH`, `upload:NAME`, `docker://…`, `built:NAME`. */
  source: z.string(),
  /** What the registry's tag pointed at, null for ACIs. */
  digest: digest.nullable(),
  importedAt: z.iso.datetime(),
  trust: imageTrust,
  /** The armored detached signatures as they came, to be served on; null for what came without. */
  signature: z.string().nullable(),
  /** Image IDs of the dependencies in the order of the manifest, as resolved when it came in. */
  dependencies: z.array(imageId),
  /** Bytes of the plain ACI that the ID is the digest of; null in records of the time before, whose OCI images have an ID of another kind. */
  aciSize: size.nullable().default(null),
  /** What pods see, when that is not simply the overlaid layers of the image and its dependencies. */
  rendered: renderedTree.nullable().default(null),
  /** Base first. `diffId` is the digest of the plain tar and names the tree; `blob` is the archive as fetched. */
  layers: z
    .array(
      z.object({
        diffId: digest,
        treeBytes: size,
        entries: size,
        /** Folders that the archive leaves out; missing where that was not counted. */
        implied: size.optional(),
        /** Of the tree as it was unpacked; missing in records of the time before trees were checked. */
        check: treeCheck.optional(),
        blob: z.object({ digest, size }),
        /** Of a registry's layer; missing in records of the time before the image ID was that of an ACI. */
        marks: marks.optional(),
      }),
    )
    .min(1),
  /** The appc image manifest; for OCI images the converted one. */
  manifest: z.looseObject({ name: z.string() }),
});
export type ImageRecord = z.infer<typeof imageRecord>;
export type LayerRecord = ImageRecord["layers"][number];

const first = imageRecord
  .omit({ version: true, trust: true, signature: true, dependencies: true, aciSize: true, rendered: true })
  .extend({ version: z.literal(1), allowedBy: z.string() });

/** A record of version 1, of the time when nothing was signed, as one of today. It is written anew only when it changes. */
const upgraded = first.transform(
  ({ allowedBy, ...rest }): ImageRecord => ({
    ...rest,
    version: recordVersion,
    trust: { kind: "unsigned", allowedBy },
    signature: null,
    dependencies: [],
    aciSize: null,
    rendered: null,
  }),
);

/** Throws `state-newer` for a later format, Error with the reason for what is no record. */
export function parseRecord(text: string, path: string): ImageRecord {
  const value: unknown = JSON.parse(text);
  const version = z.looseObject({ version: z.number().int() }).safeParse(value).data?.version;
  if (version !== undefined && version > recordVersion)
    throw new CratonError("state-newer", { path, got: version, known: recordVersion });
  const parsed = (version === 1 ? upgraded : imageRecord).safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`${issue?.path.join(".") ?? "it"}: ${issue?.message ?? "is no record"}`);
}

/** The record with this check for the tree of that key; null when it says so already, or has no such tree. */
export function withCheck(record: ImageRecord, key: string, check: TreeCheck): ImageRecord | null {
  const same = (there: TreeCheck | undefined) => there?.sum === check.sum;
  const layers = record.layers.map((layer) => (treeKey(layer.diffId) === key ? { ...layer, check } : layer));
  const rendered = record.rendered?.key === key ? { key, check } : record.rendered;
  const changed =
    layers.some((layer, i) => !same(record.layers[i]?.check) && layer.check === check) ||
    (rendered !== null && rendered !== record.rendered && !same(record.rendered?.check));
  return changed ? { ...record, layers, rendered } : null;
}
