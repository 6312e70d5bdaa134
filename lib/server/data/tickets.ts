/** Tickets for terminals and log followers: the right is checked here, once more when the socket opens. */
import type { TicketRequest } from "../../contract/console.ts";
import type { ServerContext } from "../context.ts";
import type { Actor } from "./actor.ts";
import { agentOf } from "./cluster.ts";
import { allowRead, change } from "./guard.ts";

export async function giveTicket(
  context: ServerContext,
  actor: Actor,
  request: TicketRequest,
): Promise<{ ticket: string }> {
  agentOf(context, request);
  const object = `${request.uuid}/${request.app}`;
  const give = () => ({ ticket: context.tickets.give(request, actor.session) });
  if (request.kind === "logs") {
    await allowRead(context, actor, "get", "log", object);
    return give();
  }
  const details = { ticket: true, command: request.command.slice(0, 32), tty: request.tty };
  const deed = { verb: "open", noun: "exec", object, node: request.node, details } as const;
  return change(context, actor, deed, async () => give());
}
