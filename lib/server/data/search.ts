/** Search over all kinds of a Kubernetes cluster, in what the user may list of each. */
import type { SearchAnswer } from "../../contract/kube-search.ts";
import type { ServerContext } from "../context.ts";
import type { Scope } from "../index/scope.ts";
import type { Actor } from "./actor.ts";
import { scopedKinds } from "./kinds.ts";

export type SearchWish = { text: string; namespaces: string[]; limit: number };

/** `bad-filter`; else errors as of `listKinds`. */
export async function searchObjects(
  context: ServerContext,
  actor: Actor,
  name: string,
  wish: SearchWish,
): Promise<SearchAnswer> {
  const scoped = await scopedKinds(context, actor, name);
  const scope: Record<string, Scope[string]> = {};
  // Rows of mixed lists are found in their own kinds.
  for (const { kind, scope: own } of scoped) if (kind.of === undefined) Object.assign(scope, own);
  return context.clusters
    .get(name)
    .index(actor)
    .search({ ...wish, scope });
}
