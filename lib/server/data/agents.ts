/** The list of agents (administrators). */
import type { AgentCreate, AgentList } from "../../contract/console.ts";
import type { ServerContext } from "../context.ts";
import { type Actor, callerOf } from "./actor.ts";
import { allowRead, change } from "./guard.ts";

export async function listAgents(context: ServerContext, actor: Actor): Promise<AgentList> {
  await allowRead(context, actor, "list", "agent");
  return { agents: context.agents.list() };
}

/** Asks the agent first: a wrong address, name or authority is told before it is written down. */
export async function addAgent(context: ServerContext, actor: Actor, request: AgentCreate): Promise<AgentList> {
  const { credentials, ...entry } = request;
  // Keys never enter the log.
  const details = { ...entry, credentials: credentials ? "given" : "the console's own" };
  const deed = { verb: "create", noun: "agent", object: entry.name, details } as const;
  return change(context, actor, deed, async () => {
    const client = context.agents.connect(entry, credentials);
    try {
      await client.node.facts(callerOf(actor));
    } finally {
      client.close();
    }
    return { agents: await context.agents.add(entry, credentials) };
  });
}

export async function removeAgent(context: ServerContext, actor: Actor, name: string): Promise<AgentList> {
  const deed = { verb: "remove", noun: "agent", object: name } as const;
  return change(context, actor, deed, async () => ({ agents: await context.agents.remove(name) }));
}
