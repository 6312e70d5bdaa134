/** One-time tickets for the sockets of terminals and log followers. */
import { type TicketRequest, ticket } from "../../contract/console.ts";
import { api } from "../../paths.ts";
import { type CallOptions, call } from "./http.ts";

/** Good for one connection within 30 s: `new WebSocket(api.exec(ticket), stdioProtocol)` or `api.logs(ticket)`. */
export async function getTicket(request: TicketRequest, options?: CallOptions): Promise<string> {
  return (await call("POST", api.tickets(), ticket, request, options)).ticket;
}
