/** A user's own bearer token on a cluster: tried before it is kept, sealed, never sent back, never logged. */
import { isDeepStrictEqual } from "node:util";
import { connectKube } from "../../api/kube/connect.ts";
import { whoAmI } from "../../api/kube/who-am-i.ts";
import { CratonError } from "../../contract/errors.ts";
import type { ServerContext } from "../context.ts";
import type { Actor } from "./actor.ts";
import { type ClusterAnswer, listClusters } from "./clusters.ts";
import { change } from "./guard.ts";

/** `cluster-auth` when the API server does not know it; `unsupported` where clusters are not used with tokens. */
export function setToken(context: ServerContext, actor: Actor, name: string, token: string): Promise<ClusterAnswer> {
  return change(context, actor, deedOn(name, "set-token"), async () => {
    context.clusters.shown(name, actor);
    const source = context.clusters.tokenSource(name, token);
    const connection = connectKube(source);
    try {
      await whoAmI(connection, actor.signal);
    } finally {
      connection.close();
    }
    // Another cluster may have the name by now: it must not get what was tried on this one.
    if (!isDeepStrictEqual(context.clusters.tokenSource(name, token), source))
      throw new CratonError("unavailable", {
        what: `cluster ${name}`,
        why: "it was changed meanwhile, look at it again",
      });
    context.clusters.setToken(name, actor.user, token);
    return listClusters(context, actor);
  });
}

export function removeToken(context: ServerContext, actor: Actor, name: string): Promise<ClusterAnswer> {
  return change(context, actor, deedOn(name, "remove-token"), async () => {
    context.clusters.shown(name, actor);
    context.clusters.setToken(name, actor.user, null);
    return listClusters(context, actor);
  });
}

/** Whoever may see the list of clusters may bring a token of their own. */
const deedOn = (name: string, word: string) => ({ verb: "list", word, noun: "cluster", object: name }) as const;
