/** Queries of what is looked at in a registry, of agent and console alike. */
import { z } from "zod";

export const registryPageQuery = z.strictObject({
  /** Wished for; the registry decides. */
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  /** `next` of the page before. */
  cursor: z
    .string()
    .max(2048)
    .regex(/^[!"$-~]+$/, "is no cursor")
    .optional(),
});
const repository = z.string().min(1).max(255);
export const tagQuery = registryPageQuery.extend({ repository });
export const remoteImageQuery = z.strictObject({
  repository,
  /** A tag or a digest. */
  reference: z.string().min(1).max(256),
});
