/** Clusters: the agents together form one, `fleet`. */
import type { AgentClient } from "../../api/agent/client.ts";
import { CratonError } from "../../contract/errors.ts";
import type { ServerContext } from "../context.ts";

export const fleet = "fleet";

export function checkCluster(cluster: string): void {
  if (cluster !== fleet) throw new CratonError("not-found", { what: "cluster", value: cluster.slice(0, 63) });
}

/** A node of a cluster: `{cluster, node}` as they stand in the URL. */
export type NodeRef = { cluster: string; node: string };

export function agentOf(context: ServerContext, { cluster, node }: NodeRef): AgentClient {
  checkCluster(cluster);
  return context.agents.client(node);
}
