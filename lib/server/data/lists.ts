/** Lists of the index: who may look at them, and the page that a list begins with. Live windows go through the live socket. */
import { type KindName, kindName } from "../../contract/kinds.ts";
import type { WindowQuery } from "../../contract/live.ts";
import { may, type Noun } from "../../contract/roles.ts";
import type { ServerContext } from "../context.ts";
import { isCratonError } from "../http/craton-error.ts";
import type { Snapshot } from "../index/messages.ts";
import { isNothing } from "../index/scope.ts";
import type { Actor } from "./actor.ts";
import { fleet } from "./cluster.ts";

/** Listing a kind is listing this noun. */
export const nounOfKind: Record<KindName, Noun> = { pods: "pod", images: "image", nodes: "node", events: "event" };

/**
 * How long a page waits for its first rows. Without them it shows none until its scripts and its socket are there, which
 * takes longer; an order of 150,000 rows that nobody asked for lately takes up to 200 ms.
 */
const withinMs = 250;

type Subject = Pick<Actor, "user" | "role">;

/**
 * The first rows of a list for a page's HTML. null without the right (the live window tells the refusal) and when the
 * index does not answer at once.
 */
export async function peekList(context: ServerContext, actor: Subject, query: WindowQuery): Promise<Snapshot | null> {
  if (query.cluster !== fleet) return peekObjects(context, actor, query);
  const kind = kindName.safeParse(query.kind);
  if (!kind.success || may(actor.role, "list", nounOfKind[kind.data]) !== null) return null;
  return context.index.peek(query, { [kind.data]: "all" }, withinMs);
}

async function peekObjects(context: ServerContext, actor: Subject, query: WindowQuery): Promise<Snapshot | null> {
  if (may(actor.role, "list", "object") !== null) return null;
  try {
    const cluster = context.clusters.get(query.cluster);
    const scope = await cluster.scope(actor, cluster.kind(actor, query.kind));
    return isNothing(scope) ? null : await cluster.index(actor).peek(query, scope, withinMs);
  } catch (error) {
    // An unknown cluster or kind, or one that is not there yet: the live window tells it.
    if (isCratonError(error)) return null;
    throw error;
  }
}
