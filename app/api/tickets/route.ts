/** One-time tickets for the sockets of terminals and log followers. */
import { ticketRequest } from "@/lib/contract/console.ts";
import { giveTicket } from "@/lib/server/data/tickets.ts";
import { handle } from "@/lib/server/http/handle.ts";

export const POST = handle({ body: ticketRequest }, ({ context, actor, body }) => giveTicket(context, actor, body));
