/** A browser tab without a browser: one socket to /ws/live, windows kept by the deltas as the real one keeps them. */
import { WebSocket } from "ws";
import { applyOps } from "../../../lib/api/live/page.ts";
import {
  type Counts,
  liveProtocol,
  type Row,
  type ServerMessage,
  type Source,
  type WindowQuery,
} from "../../../lib/contract/live.ts";

export type Wish = Partial<WindowQuery> & { kind: string };
export type Told = { sources: Source[]; counts: Counts | null; rows: Row[]; rev: number; error: string | null };

export class LiveSocket {
  private readonly socket: WebSocket;
  private readonly cluster: string;
  private readonly windows = new Map<number, LiveWindow>();
  private next = 0;
  /** Characters of all messages so far. */
  chars = 0;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;

  private constructor(socket: WebSocket, cluster: string) {
    this.socket = socket;
    this.cluster = cluster;
    socket.on("message", (data) => this.take(data.toString()));
    this.closed = new Promise((resolve) => {
      socket.once("close", (code) => {
        resolve(code);
        for (const window of this.windows.values()) window.tell("the socket closed");
      });
    });
  }

  /** `cookie` is `name=value` of a session. Rejects when the upgrade is refused. */
  static connect(url: string, cookie: string, cluster: string): Promise<LiveSocket> {
    const socket = new WebSocket(`${url.replace("http", "ws")}/ws/live`, liveProtocol, {
      headers: { origin: url, cookie },
    });
    return new Promise((resolve, reject) => {
      socket.once("open", () => resolve(new LiveSocket(socket, cluster)));
      socket.on("error", reject);
    });
  }

  open(wish: Wish): LiveWindow {
    const window = new LiveWindow(
      this.next++,
      (op, message) => this.socket.send(JSON.stringify({ op, ...message })),
      this.cluster,
      wish,
    );
    this.windows.set(window.id, window);
    return window;
  }

  close(): void {
    this.socket.terminate();
  }

  private take(text: string): void {
    this.chars += text.length;
    const message = JSON.parse(text) as ServerMessage;
    if ("id" in message && message.id !== null) this.windows.get(message.id)?.take(message);
  }
}

export class LiveWindow {
  readonly id: number;
  private readonly send: (op: string, message: object) => void;
  private readonly cluster: string;
  private rev = 0;
  private waiting: (() => void)[] = [];
  readonly now: Told = { sources: [], counts: null, rows: [], rev: -1, error: null };
  /** Each message as it came, for those who must see every step. */
  onMessage: (told: Told) => void = () => {};

  constructor(id: number, send: (op: string, message: object) => void, cluster: string, wish: Wish) {
    this.id = id;
    this.send = send;
    this.cluster = cluster;
    this.send("open", { id, rev: this.rev, query: this.query(wish) });
  }

  private query(wish: Wish): object {
    return { cluster: this.cluster, rows: 60, ...wish };
  }

  /** Asks for another list; resolves with the milliseconds until it is here. Throws the refusal. */
  async ask(wish: Wish): Promise<number> {
    const since = performance.now();
    this.rev += 1;
    this.send("query", { id: this.id, rev: this.rev, query: this.query(wish) });
    const { rev } = this;
    await this.until((told) => told.rev >= rev);
    return performance.now() - since;
  }

  /** Resolves when what is told fits; throws when the window ends in an error first. */
  async until(fits: (told: Told) => boolean): Promise<Told> {
    while (!fits(this.now)) {
      if (this.now.error !== null) throw new Error(`window ${this.id}: ${this.now.error}`);
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    return this.now;
  }

  tell(error: string | null): void {
    if (error !== null) this.now.error = error;
    this.onMessage(this.now);
    for (const go of this.waiting.splice(0)) go();
  }

  take(message: ServerMessage): void {
    if (message.op === "error") this.tell(`${message.error.code}: ${message.error.message}`);
    if (message.op === "snapshot" || message.op === "delta") this.apply(message);
  }

  private apply(message: Extract<ServerMessage, { op: "snapshot" | "delta" }>): void {
    const { now } = this;
    now.error = null;
    now.rev = message.rev;
    if (message.op === "snapshot") now.rows = message.rows;
    else if (message.rows) {
      const rows = applyOps(now.rows, message.rows);
      if (rows === null) throw new Error(`window ${this.id}: a delta does not fit the page`);
      now.rows = rows;
    }
    if (message.counts) now.counts = message.counts;
    if (message.sources) now.sources = message.sources;
    this.tell(null);
  }
}

/** All sources are fresh and whole. */
export const isWhole = ({ sources }: Told): boolean =>
  sources.length > 0 && sources.every(({ state, loading }) => state === "live" && loading === undefined);
