/** Kinds of a Kubernetes cluster, as far as a user may list them somewhere. */
import type { KubeKind } from "../../contract/kube-kind.ts";
import type { ServerContext } from "../context.ts";
import { isNothing } from "../index/scope.ts";
import type { Actor } from "./actor.ts";
import { allowRead } from "./guard.ts";

/** `not-found` for the cluster, `unavailable` while it has told no kinds, `forbidden`. The API server decides about each kind. */
export async function listKinds(context: ServerContext, actor: Actor, name: string): Promise<KubeKind[]> {
  await allowRead(context, actor, "list", "object", name);
  const cluster = context.clusters.get(name);
  const kinds = cluster.kinds(actor);
  const scopes = await Promise.all(kinds.map((kind) => cluster.scope(actor, kind)));
  return kinds.filter((_, at) => !isNothing(scopes[at] ?? {}));
}
