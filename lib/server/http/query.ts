/** Schemas of the API's query strings. */
import { z } from "zod";
import { insecureOption, maxCompanions } from "../../contract/image.ts";
import { trustPrefix } from "../../contract/trust.ts";
import { check } from "./body.ts";

const word = z.string().max(256).optional();
export const auditQuery = z.object({
  user: word,
  action: word,
  outcome: z.enum(["allowed", "refused", "failed"]).optional(),
  text: word,
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const eventQuery = z.object({
  object: word,
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

export const uploadQuery = z.object({
  /** For people and the log; never a path. */
  name: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^/\\\p{Cc}]+$/u, "must be a file's name")
    .default("upload.aci"),
  insecure: z.array(insecureOption).max(8).default([]),
  companions: z.coerce.number().int().min(0).max(maxCompanions).default(0),
});

/** A path in an image, spelled as lib/contract/image-files.ts says. */
export const filesQuery = z.object({ path: z.string().startsWith("/").max(16_384).default("/") });

/** Which names a key is for; absent: every name. */
export const trustQuery = z.object({ prefix: trustPrefix.optional() });

export const searchQuery = z.object({
  q: z.string().min(1).max(512),
  ns: z.array(z.string().max(63)).max(256).default([]),
  limit: z.coerce.number().int().min(1).max(50).default(5),
});

/** Names that may come several times. */
const lists = new Set(["insecure", "ns"]);

/** Repeated names become arrays where the schema has one; `bad-body` otherwise. */
export function fromQuery<S extends z.ZodObject>(query: URLSearchParams, schema: S): z.infer<S> {
  const value: Record<string, unknown> = {};
  for (const name of Object.keys(schema.shape)) {
    const all = query.getAll(name).filter((text) => text !== "");
    if (all.length > 0) value[name] = lists.has(name) ? all : all[0];
  }
  return check(value, schema);
}
