/** Nodes: what the console knows of all, and what one agent says of its own. */
import type { NodeDetail, NodeList } from "../../contract/console.ts";
import type { ServerContext } from "../context.ts";
import { type Actor, callerOf } from "./actor.ts";
import { agentOf, checkCluster, type NodeRef } from "./cluster.ts";
import { allowRead } from "./guard.ts";

export async function listNodes(context: ServerContext, actor: Actor, cluster: string): Promise<NodeList> {
  checkCluster(cluster);
  await allowRead(context, actor, "list", "node");
  const sources = new Map(context.index.sources(cluster).map((source) => [source.name, source]));
  return {
    nodes: context.agents.list().map(({ name, address }) => {
      const source = sources.get(name);
      return {
        name,
        address,
        state: source?.state ?? "connecting",
        asOf: source?.asOf ?? null,
        why: source?.why ?? null,
      };
    }),
  };
}

export async function getNode(context: ServerContext, actor: Actor, ref: NodeRef): Promise<NodeDetail> {
  await allowRead(context, actor, "get", "node", ref.node);
  const agent = agentOf(context, ref);
  const caller = callerOf(actor);
  const [facts, usage] = await Promise.all([agent.node.facts(caller), agent.node.usage(caller).catch(() => null)]);
  return { facts, usage: usage?.node ?? null };
}
