/** Images in an agent's store. */
import { z } from "zod";
import { imageId, podUuid } from "./ids.ts";
import { imageTrust } from "./image-trust.ts";
import { insecureNames } from "./insecure-options.ts";

export const image = z.object({
  id: imageId,
  name: z.string(),
  /** The label `version` (or the tag), null when it has none. */
  version: z.string().nullable(),
  labels: z.array(z.object({ name: z.string(), value: z.string() })),
  os: z.string().nullable(),
  arch: z.string().nullable(),
  /** Where it came from: `file:NAME`, `upload:NAME`, `docker://…`, `built:NAME`. */
  source: z.string(),
  kind: z.enum(["aci", "oci"]),
  /** The registry's manifest digest, for images fetched from a registry. */
  digest: z.string().nullable(),
  /** Bytes of the stored blobs, and of the unpacked tree. */
  size: z.number().int(),
  treeSize: z.number().int(),
  /** What it is stored as, base first, each once: what images share is told by equal digests. Bytes of archive and tree together. */
  layers: z.array(z.object({ diffId: z.string(), bytes: z.number().int() })),
  importedAt: z.iso.datetime(),
  trust: imageTrust,
  usedBy: z.array(podUuid),
  /** Why no new pod can have it now; absent while it is whole. Verifying it makes it anew where that is possible. */
  damaged: z.string().optional(),
  command: z.array(z.string()),
  ports: z.array(z.object({ name: z.string(), protocol: z.string(), port: z.number().int() })),
  mountPoints: z.array(z.object({ name: z.string(), path: z.string(), readOnly: z.boolean() })),
});
export type Image = z.infer<typeof image>;

export const insecureOption = z.enum(insecureNames);

/**
 * POST /v1/images/fetch. `source` is `NAME[:VERSION][,LABEL=VALUE]…` (appc discovery), `https://…` of an .aci,
 * `docker://[registry/]repo[:tag|@digest]`, or an absolute path on the node (administrators).
 */
export const imageFetch = z.strictObject({
  source: z.string().min(1).max(2048),
  insecureOptions: z.array(insecureOption).optional(),
  /** Opens an encrypted archive. Never kept. */
  passphrase: z.string().min(1).max(1024).optional(),
});
export type ImageFetch = z.infer<typeof imageFetch>;

/**
 * What goes with an uploaded archive: JSON in the first `companions` bytes (a query parameter) of the body, so that neither a signature
 * nor a passphrase is in a URL or a header.
 */
export const uploadCompanions = z.strictObject({
  signature: z.string().min(1).max(65_536).optional(),
  passphrase: z.string().min(1).max(1024).optional(),
});
export type UploadCompanions = z.infer<typeof uploadCompanions>;
export const maxCompanions = 128 * 1024;

/** One line of the answer to fetch and upload (application/x-ndjson). The last is `done` or `failed`. */
export const imageProgress = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("progress"),
    step: z.enum(["resolve", "download", "verify", "unpack", "commit"]),
    what: z.string(),
    done: z.number(),
    total: z.number().nullable(),
  }),
  z.object({ type: z.literal("done"), image }),
  z.object({ type: z.literal("failed"), error: z.unknown() }),
]);
export type ImageProgress = z.infer<typeof imageProgress>;
