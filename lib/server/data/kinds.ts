/** Kinds of a Kubernetes cluster, as far as a user may list them somewhere. The API server decides about each of them. */
import type { KubeKind } from "../../contract/kube-kind.ts";
import type { ServerContext } from "../context.ts";
import { isNothing, type Scope } from "../index/scope.ts";
import type { Actor } from "./actor.ts";
import { allowRead } from "./guard.ts";

/** `not-found` for the cluster, `unavailable` while it has told no kinds, `forbidden`. */
export async function listKinds(context: ServerContext, actor: Actor, cluster: string): Promise<KubeKind[]> {
  return (await scopedKinds(context, actor, cluster)).map(({ kind }) => kind);
}

/** The same, each with what the user may list of it. */
export async function scopedKinds(
  context: ServerContext,
  actor: Actor,
  name: string,
): Promise<{ kind: KubeKind; scope: Scope }[]> {
  await allowRead(context, actor, "list", "object", name);
  const cluster = context.clusters.get(name);
  const kinds = cluster.kinds(actor);
  const scopes = await Promise.all(kinds.map((kind) => cluster.scope(actor, kind)));
  return kinds.flatMap((kind, at) => {
    const scope = scopes[at];
    return scope === undefined || isNothing(scope) ? [] : [{ kind, scope }];
  });
}
