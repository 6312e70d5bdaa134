/** A log follower's socket in the browser, opened with a one-time ticket. The caller reopens it (with a new ticket). */
import { errorBody } from "../../contract/error-body.ts";
import type { ErrorBody } from "../../contract/errors.ts";
import { type LogClientMessage, type LogLine, type LogServerMessage, logProtocol } from "../../contract/stdio.ts";
import { api } from "../../paths.ts";
import { unavailable } from "../console/console-error.ts";

export type LogEvents = {
  onOpen?(): void;
  /** Lines in order; a returned promise holds the console back until it resolves. */
  onLines(lines: LogLine[]): void | Promise<void>;
  /** Once, last: `null` when the app has ended and all is read. */
  onEnd(error: ErrorBody | null): void;
};

export class LogFollower {
  private readonly socket: WebSocket;
  private readonly events: LogEvents;
  private taken = 0;
  private ended = false;

  constructor(ticket: string, events: LogEvents) {
    this.events = events;
    this.socket = new WebSocket(api.logs(ticket), logProtocol);
    this.socket.onopen = () => events.onOpen?.();
    this.socket.onmessage = (event) => this.take(JSON.parse(String(event.data)) as LogServerMessage);
    this.socket.onclose = (event) => this.end(unavailable(event.reason || "the connection to the log is lost").body);
  }

  close(): void {
    this.ended = true;
    this.socket.close();
  }

  private take(message: LogServerMessage): void {
    if (this.ended) return;
    if (!Array.isArray(message)) {
      const parsed = message.op === "end" ? null : errorBody.safeParse(message.error);
      this.end(parsed === null ? null : (parsed.data ?? unavailable("the log ended without a word").body));
      return;
    }
    const done = this.events.onLines(message);
    void Promise.resolve(done).then(() => this.ack(message.length));
  }

  private ack(lines: number): void {
    this.taken += lines;
    const message: LogClientMessage = { op: "taken", lines: this.taken };
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private end(error: ErrorBody | null): void {
    if (this.ended) return;
    this.ended = true;
    this.events.onEnd(error);
    this.socket.close();
  }
}
