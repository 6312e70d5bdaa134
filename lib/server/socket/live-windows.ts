/** All windows of one live socket, and its numbers in the indexes that they look at. */
import { CratonError } from "../../contract/errors.ts";
import type { ClientMessage } from "../../contract/live.ts";
import { mostWindows } from "../index/engine.ts";
import { SocketWindow, type WindowHost } from "./live-window.ts";
import type { WindowIndex } from "./place.ts";

type Joined = {
  number: number;
  /** What it sent is not all taken. */
  isWaiting: boolean;
};
export type WindowsHost = Pick<WindowHost, "subject" | "place" | "fail"> & {
  /** Sends texts of the protocol to the browser. */
  write(texts: string[]): void;
  /** True for the index whose loss ends the socket; the browser comes back for all its windows. */
  isVital(index: WindowIndex): boolean;
  lost(): void;
  /** Windows of all tabs of the session. */
  ofSession(): number;
};

/** Each may hold an order of a whole list in the memory of the index, which is everybody's. */
export const mostOfSession = 256;

export class SocketWindows {
  private readonly host: WindowsHost;
  private readonly windows = new Map<number, SocketWindow>();
  private readonly joined = new Map<WindowIndex, Joined>();

  constructor(host: WindowsHost) {
    this.host = host;
  }

  /** `bad-request` for one window too many; everything else is told of the window itself. */
  take(message: ClientMessage): void {
    const known = this.windows.get(message.id);
    switch (message.op) {
      case "close":
        this.windows.delete(message.id);
        known?.close();
        return;
      case "move":
        known?.move(message.rev, message.from, message.rows);
        return;
      default:
        if (known) known.change(message.rev, message.query);
        else this.open(message.id, message.rev, message.query);
    }
  }

  get size(): number {
    return this.windows.size;
  }

  /** The browser has taken what was sent. */
  taken(): void {
    for (const [index, joined] of this.joined) {
      if (!joined.isWaiting) continue;
      joined.isWaiting = false;
      index.send({ op: "ready", socket: joined.number });
    }
  }

  recheck(): void {
    for (const window of this.windows.values()) window.recheck();
  }

  close(): void {
    for (const window of this.windows.values()) window.close();
    this.windows.clear();
    for (const [index, { number }] of this.joined) index.remove(number);
    this.joined.clear();
  }

  private open(id: number, rev: number, query: Extract<ClientMessage, { op: "open" }>["query"]): void {
    if (this.windows.size >= mostWindows)
      throw new CratonError("bad-request", { why: `one tab may have ${mostWindows} windows open` });
    if (this.host.ofSession() >= mostOfSession)
      throw new CratonError("bad-request", { why: `all tabs of one sign-in may have ${mostOfSession} windows open` });
    const { subject, place, fail } = this.host;
    const host = { subject, place, fail, number: (index: WindowIndex) => this.number(index), left: this.left };
    this.windows.set(id, new SocketWindow(id, rev, query, host));
  }

  private number(index: WindowIndex): number {
    const known = this.joined.get(index);
    if (known) return known.number;
    const number = index.add({ out: (texts) => this.out(index, texts), lost: () => this.lost(index) });
    this.joined.set(index, { number, isWaiting: false });
    return number;
  }

  private readonly left = (index: WindowIndex): void => {
    for (const window of this.windows.values()) if (window.uses(index)) return;
    const joined = this.joined.get(index);
    if (joined === undefined || this.host.isVital(index)) return;
    this.joined.delete(index);
    index.remove(joined.number);
  };

  private out(index: WindowIndex, texts: string[]): void {
    const joined = this.joined.get(index);
    if (joined === undefined) return;
    joined.isWaiting = true;
    // What was on its way when a window left, or lost its right, is not for the browser any more.
    this.host.write(texts.filter((text) => this.windows.get(windowOf(text))?.takes(index)));
  }

  private lost(index: WindowIndex): void {
    if (this.host.isVital(index)) this.host.lost();
    else for (const window of this.windows.values()) if (window.uses(index)) window.lost();
  }
}

/** The id in a message as an engine writes it; -1 for one that is of no window. */
function windowOf(text: string): number {
  const found = /^\{"op":"[a-z]+","id":(\d+)[,}]/.exec(text);
  return found ? Number(found[1]) : -1;
}
