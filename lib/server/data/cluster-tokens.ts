/** A user's own bearer token on a cluster: tried before it is kept, sealed, never sent back, never logged. */
import { connectKube } from "../../api/kube/connect.ts";
import { whoAmI } from "../../api/kube/who-am-i.ts";
import type { ServerContext } from "../context.ts";
import type { Actor } from "./actor.ts";
import { type ClusterAnswer, listClusters } from "./clusters.ts";
import { change } from "./guard.ts";

/** `cluster-auth` when the API server does not know it; `unsupported` where clusters are not used with tokens. */
export function setToken(context: ServerContext, actor: Actor, name: string, token: string): Promise<ClusterAnswer> {
  return change(context, actor, deedOn(name, "set-token"), async () => {
    const connection = connectKube(context.clusters.tokenSource(name, token));
    try {
      await whoAmI(connection, actor.signal);
    } finally {
      connection.close();
    }
    context.clusters.setToken(name, actor.user, token);
    return listClusters(context, actor);
  });
}

export function removeToken(context: ServerContext, actor: Actor, name: string): Promise<ClusterAnswer> {
  return change(context, actor, deedOn(name, "remove-token"), async () => {
    context.clusters.setToken(name, actor.user, null);
    return listClusters(context, actor);
  });
}

/** Whoever may see the list of clusters may bring a token of their own. */
const deedOn = (name: string, word: string) => ({ verb: "list", word, noun: "cluster", object: name }) as const;
