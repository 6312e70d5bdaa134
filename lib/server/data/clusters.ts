/** The list of clusters: everybody reads it, administrators add and remove. No secret leaves by any of these. */
import { connectKube } from "../../api/kube/connect.ts";
import { contextsOf, parseKubeconfig } from "../../api/kube/kubeconfig.ts";
import { oneContext } from "../../api/kube/one-context.ts";
import { whoAmI } from "../../api/kube/who-am-i.ts";
import type { ClusterCreate, ClusterEntry, ClusterLog, KubeconfigContexts } from "../../contract/clusters.ts";
import { CratonError } from "../../contract/errors.ts";
import { askHealth } from "../clusters/cluster-health.ts";
import { reservedNames } from "../clusters/cluster-spec.ts";
import { tailLog } from "../clusters/component-log.ts";
import { fleetEntry } from "../clusters/fleet-entry.ts";
import { describeSource } from "../clusters/kubeconfig-spec.ts";
import type { ServerContext } from "../context.ts";
import type { Actor } from "./actor.ts";
import { allowRead, change } from "./guard.ts";

export type ClusterAnswer = { clusters: ClusterEntry[] };

/** Those that the user may open, the fleet first; for administrators all. */
export async function listClusters(context: ServerContext, actor: Actor): Promise<ClusterAnswer> {
  await allowRead(context, actor, "list", "cluster");
  return { clusters: [fleetEntry(context.config.version), ...context.clusters.list(actor)] };
}

/** What a kubeconfig holds and what of it could be added. */
export async function readKubeconfig(
  context: ServerContext,
  actor: Actor,
  kubeconfig: string,
): Promise<KubeconfigContexts> {
  await allowRead(context, actor, "create", "cluster");
  const { names, current } = contextsOf(parseKubeconfig(kubeconfig));
  const { closedPorts } = context.clusters;
  const contexts = names.map((name) => {
    try {
      const source = { cluster: name, kubeconfig, context: name, isTrusted: false, closedPorts, token: null };
      const { server, warnings } = describeSource(source);
      return { name, server, warnings, why: null };
    } catch (error) {
      const why = error instanceof Error ? error.message : "it cannot be used";
      return { name, server: null, warnings: [], why };
    }
  });
  return { current, contexts };
}

/** Asks the API server first: a wrong address, authority or credential is told before anything is written down. */
export function addCluster(context: ServerContext, actor: Actor, request: ClusterCreate): Promise<ClusterAnswer> {
  const { name, access } = request;
  // The file holds secrets and never enters the log.
  const deed = {
    verb: "create",
    noun: "cluster",
    object: name,
    details: { access, context: request.context ?? null },
  } as const;
  return change(context, actor, deed, async () => {
    if (reservedNames.includes(name)) throw new CratonError("conflict", { what: "cluster", value: name });
    const { closedPorts } = context.clusters;
    const file = parseKubeconfig(request.kubeconfig);
    const given = { cluster: name, context: request.context ?? null, isTrusted: false, closedPorts, token: null };
    // Refused with the place in the file as it was given, not as it is kept.
    const described = describeSource({ ...given, kubeconfig: request.kubeconfig });
    const kubeconfig = oneContext(file, described.context, access === "single-user");
    const source = { ...given, kubeconfig, context: described.context };
    const connection = connectKube(source);
    try {
      if (access === "single-user") await whoAmI(connection, actor.signal);
      else {
        const { state, error } = await askHealth(connection, true);
        if (state === "down") throw error;
      }
    } finally {
      connection.close();
    }
    context.clusters.add({ name, access, owner: actor.user, context: described.context, kubeconfig });
    return { clusters: (await listClusters(context, actor)).clusters };
  });
}

/** With all tokens that users had there. What runs on the cluster runs on. */
export function removeCluster(context: ServerContext, actor: Actor, name: string): Promise<ClusterAnswer> {
  const deed = { verb: "remove", noun: "cluster", object: name } as const;
  return change(context, actor, deed, async () => {
    context.clusters.remove(name);
    return listClusters(context, actor);
  });
}

/** The newest lines of a component of the embedded cluster. */
export async function clusterLog(
  context: ServerContext,
  actor: Actor,
  name: string,
  component: string,
): Promise<ClusterLog> {
  await allowRead(context, actor, "get", "cluster", name);
  const { embedded } = context.clusters.get(name).entry(actor);
  if (embedded === null) throw new CratonError("not-found", { what: `component of cluster ${name}`, value: component });
  return { component, lines: await tailLog(embedded, component) };
}
