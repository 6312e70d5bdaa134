/** Lists of the index: who may look at them, and the page that a list begins with. Live windows go through the live socket. */
import { type KindName, kindName } from "../../contract/kinds.ts";
import type { WindowQuery } from "../../contract/live.ts";
import { may, type Noun } from "../../contract/roles.ts";
import type { ServerContext } from "../context.ts";
import type { Snapshot } from "../index/messages.ts";
import type { Actor } from "./actor.ts";
import { fleet } from "./cluster.ts";

/** Listing a kind is listing this noun. */
export const nounOfKind: Record<KindName, Noun> = { pods: "pod", images: "image", nodes: "node", events: "event" };

/**
 * The first rows of a list for a page's HTML. null without the right (the live window tells the refusal) and when the
 * index does not answer at once.
 */
export async function peekList(
  context: ServerContext,
  actor: Pick<Actor, "role">,
  query: WindowQuery,
): Promise<Snapshot | null> {
  const kind = kindName.safeParse(query.kind);
  if (query.cluster !== fleet || !kind.success || may(actor.role, "list", nounOfKind[kind.data]) !== null) return null;
  return context.index.peek(query, { [kind.data]: "all" });
}
