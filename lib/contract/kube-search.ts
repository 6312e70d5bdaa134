/** Search over all kinds of a Kubernetes cluster, and the namespaces that a user may choose from. */
import { z } from "zod";
import { kindId } from "./kinds.ts";

export const tone = z.enum(["ok", "busy", "warn", "bad", "idle"]);

export const foundObject = z.object({
  namespace: z.string().nullable(),
  name: z.string(),
  /** Null for kinds without a status. */
  status: z.object({ word: z.string(), tone }).nullable(),
  /** `a=b,c=d`, as the column `labels` has them. */
  labels: z.string().nullable(),
  /** ms since the epoch. */
  created: z.number().nullable(),
});
export type FoundObject = z.infer<typeof foundObject>;

/**
 * GET /api/c/CLUSTER/search?q=TEXT&ns=A&ns=B&limit=N: objects that fit a text of the filter's language (`web`,
 * `label:app=web`, `namespace:a`). Only kinds with a match, those whose name fits best first; `matched` counts all
 * that the user may see, `objects` holds the first few (`limit`, 5 when left out, at most 50).
 */
export const searchAnswer = z.object({
  groups: z.array(z.object({ kind: kindId, matched: z.number().int(), objects: z.array(foundObject) })),
  /** Kinds that could not be searched yet, such as those whose first list is still coming in. */
  missing: z.array(kindId),
});
export type SearchAnswer = z.infer<typeof searchAnswer>;

/** GET /api/c/CLUSTER/namespaces: those in which the user may list something, sorted. `all`: the user may list namespaces. */
export const namespaceList = z.object({ namespaces: z.array(z.string()), all: z.boolean() });
export type NamespaceList = z.infer<typeof namespaceList>;
