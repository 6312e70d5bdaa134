/** One-time tickets: a right to open one socket, checked and audited when it was given, bound to its session. */
import { randomBytes } from "node:crypto";
import type { TicketRequest } from "../../contract/console.ts";
import { CratonError } from "../../contract/errors.ts";

export const ticketSeconds = 30;
const most = 10_000;

type Held = { request: TicketRequest; session: string; until: number };

export class Tickets {
  private readonly held = new Map<string, Held>();
  private readonly now: () => number;
  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  give(request: TicketRequest, session: string): string {
    for (const [ticket, { until }] of this.held) {
      if (until > this.now() && this.held.size < most) break;
      this.held.delete(ticket);
    }
    const ticket = randomBytes(32).toString("base64url");
    this.held.set(ticket, { request, session, until: this.now() + ticketSeconds * 1000 });
    return ticket;
  }

  /** Uses it up, also when it does not fit: `bad-ticket`. */
  take<K extends TicketRequest["kind"]>(ticket: string, session: string, kind: K): Extract<TicketRequest, { kind: K }> {
    const held = this.held.get(ticket);
    this.held.delete(ticket);
    if (!held || held.until <= this.now() || held.session !== session || held.request.kind !== kind) {
      throw new CratonError("bad-ticket", { seconds: ticketSeconds });
    }
    return held.request as Extract<TicketRequest, { kind: K }>;
  }

  /** Tickets of an ended session are void. */
  drop(session: string): void {
    for (const [ticket, held] of this.held) if (held.session === session) this.held.delete(ticket);
  }
}
