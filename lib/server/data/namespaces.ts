/** Namespaces that a user may choose from. */
import type { NamespaceList } from "../../contract/kube-search.ts";
import { windowQuery } from "../../contract/live.ts";
import type { ServerContext } from "../context.ts";
import type { Actor } from "./actor.ts";
import { scopedKinds } from "./kinds.ts";

/** Of more the browser has a live list, for who may list namespaces. */
const most = 200;

/** All for who may list namespaces (the first of them), else those in which some kind may be listed. Errors as of `listKinds`. */
export async function listNamespaces(context: ServerContext, actor: Actor, name: string): Promise<NamespaceList> {
  const scoped = await scopedKinds(context, actor, name);
  const own = scoped.find(({ kind }) => kind.name === "namespaces");
  if (own?.scope.namespaces === "all") {
    const sort = [{ column: "name", desc: false }];
    const query = windowQuery.parse({ kind: "namespaces", cluster: name, sort, rows: most });
    const page = await context.clusters.get(name).index(actor).peek(query, own.scope);
    return { namespaces: page?.rows.map(({ key }) => key) ?? [], all: true };
  }
  const found = new Set<string>();
  for (const { scope } of scoped) {
    for (const one of Object.values(scope)) if (typeof one !== "string") for (const each of one) found.add(each);
  }
  return { namespaces: [...found].sort(), all: false };
}
