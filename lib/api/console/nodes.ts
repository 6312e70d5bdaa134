/** Nodes of a cluster and the facts of one. */
import { type NodeDetail, type NodeList, nodeDetail, nodeList } from "../../contract/console.ts";
import { api } from "../../paths.ts";
import { type CallOptions, call } from "./http.ts";

/** Answers from what the console knows: works with agents down. */
export function listNodes(cluster: string, options?: CallOptions): Promise<NodeList> {
  return call("GET", api.nodes(cluster), nodeList, undefined, options);
}

/** Asks the agent: `agent-unreachable`. */
export function getNode(cluster: string, node: string, options?: CallOptions): Promise<NodeDetail> {
  return call("GET", api.node(cluster, node), nodeDetail, undefined, options);
}
