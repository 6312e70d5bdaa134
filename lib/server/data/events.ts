/** Kept events of one node; live ones come through the index. */
import type { EventRecord } from "../../contract/event.ts";
import type { ServerContext } from "../context.ts";
import { type Actor, callerOf } from "./actor.ts";
import { agentOf, type NodeRef } from "./cluster.ts";
import { allowRead } from "./guard.ts";

/** The last `limit` that concern `object` (all when empty), oldest first. */
export async function listEvents(
  context: ServerContext,
  actor: Actor,
  ref: NodeRef,
  query: { object?: string; limit: number },
): Promise<{ events: EventRecord[] }> {
  await allowRead(context, actor, "list", "event");
  const agent = agentOf(context, ref);
  const events: EventRecord[] = [];
  for await (const line of agent.events(callerOf(actor), { since: 0 })) {
    if (line.type !== "event") continue;
    if (query.object && line.event.id !== query.object) continue;
    events.push(line.event);
    if (events.length > query.limit * 2) events.splice(0, events.length - query.limit);
  }
  return { events: events.slice(-query.limit) };
}
