/**
 * The browser's live connection: one WebSocket a tab, all windows on it (docs/live-protocol.md). No framework; windows
 * and the connection are stores for useSyncExternalStore. Reconnects by itself with growing, jittered pauses and asks for
 * every window anew; what was held stays, marked stale.
 */
import {
  type ClientMessage,
  closeSessionOver,
  liveProtocol,
  type ServerMessage,
  type WindowQuery,
} from "../../contract/live.ts";
import { api } from "../../paths.ts";
import { Cell, type Store } from "./store.ts";
import { LiveWindow, type WindowState } from "./window.ts";

export type Connection = {
  /** `signed-out`: the session is over, nothing is tried any more. */
  state: "connecting" | "open" | "reconnecting" | "signed-out" | "closed";
  /** When it became so, ms since the epoch (browser's clock). */
  since: number;
  /** Why the session ended, in words. */
  why: string | null;
};

export type LiveOptions = {
  url?: string;
  /** Resolves to false when the session is over; asked when the socket closes before it opened. */
  signedIn?: () => Promise<boolean>;
  /** Silence after which the connection counts as dead; the server speaks every 10 s. */
  silenceMs?: number;
  random?: () => number;
};

const firstPause = 500;
const longestPause = 15_000;
/** Between looks at the clock, ms. */
const silenceCheckMs = 1_000;

export class LiveClient {
  private readonly windows = new Map<number, LiveWindow>();
  private readonly cell = new Cell<Connection>({ state: "connecting", since: Date.now(), why: null });
  readonly connection: Store<Connection> = this.cell;
  private readonly options: Required<LiveOptions>;
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private silence: ReturnType<typeof setInterval> | null = null;
  /** Of the last word, ms since the epoch: a timer does not count the hours that the computer slept. */
  private heardAt = 0;
  private failures = 0;
  private nextId = 0;
  private offset = 0;

  constructor(options: LiveOptions = {}) {
    this.options = {
      url: options.url ?? api.live(),
      signedIn: options.signedIn ?? (async () => true),
      silenceMs: options.silenceMs ?? 25_000,
      random: options.random ?? Math.random,
    };
    this.connect();
  }

  /** Opens a window; close it when it leaves the screen. `begin`: what it shows until the first answer. */
  open(query: WindowQuery, begin?: WindowState): LiveWindow {
    const id = this.nextId++;
    const wire = {
      send: (message: ClientMessage) => this.send(message),
      now: () => this.serverNow(),
      forget: (gone: number) => this.windows.delete(gone),
    };
    const window = new LiveWindow(id, query, wire, begin);
    this.windows.set(id, window);
    return window;
  }

  /** The server's clock, ms since the epoch: ages of rows and sources are counted from it. */
  serverNow(): number {
    return Date.now() + this.offset;
  }

  /** Tries at once instead of at the end of the pause (the network is back, the tab is visible again, the computer woke). */
  retry(): void {
    this.checkSilence();
    if (this.timer === null) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.connect();
  }

  close(): void {
    this.enter("closed");
    this.drop();
  }

  private connect(): void {
    const socket = new WebSocket(this.options.url, liveProtocol);
    this.socket = socket;
    let opened = false;
    socket.onmessage = (event) => {
      // What was said before a long silence is old, however late it is read: its clock too.
      if (socket !== this.socket || this.checkSilence()) return;
      this.heard();
      this.take(JSON.parse(String(event.data)) as ServerMessage);
    };
    socket.onopen = () => {
      opened = true;
      this.heard();
    };
    socket.onclose = (event) => {
      if (socket !== this.socket) return;
      if (event.code === closeSessionOver) this.over(event.reason);
      else void this.again(opened);
    };
  }

  private take(message: ServerMessage): void {
    switch (message.op) {
      case "hello":
        this.offset = message.now - Date.now();
        this.failures = 0;
        this.enter("open");
        for (const window of this.windows.values()) window.open();
        return;
      case "beat":
        this.offset = message.now - Date.now();
        return;
      case "bye":
        this.over(message.why);
        return;
      case "error":
        if (message.id !== null) this.windows.get(message.id)?.fail(message.error, message.rev);
        return;
      default:
        this.windows.get(message.id)?.take(message);
    }
  }

  private send(message: ClientMessage): boolean {
    if (this.cell.getSnapshot().state !== "open" || this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  private heard(): void {
    this.heardAt = Date.now();
    this.silence ??= setInterval(() => this.checkSilence(), silenceCheckMs);
  }

  /** Gives the connection up when it was silent for too long. */
  private checkSilence(): boolean {
    if (this.silence === null) return false;
    const silent = Date.now() - this.heardAt;
    // A clock that was set back tells nothing: the silence is counted from now.
    if (silent < 0) this.heardAt = Date.now();
    if (silent <= this.options.silenceMs) return false;
    void this.again(true);
    return true;
  }

  private async again(opened: boolean): Promise<void> {
    this.drop();
    if (this.cell.getSnapshot().state !== "connecting") this.enter("reconnecting");
    for (const window of this.windows.values()) window.lost();
    if (!opened && !(await this.options.signedIn().catch(() => true))) {
      this.over("the session is over");
      return;
    }
    const { state } = this.cell.getSnapshot();
    if (state === "closed" || state === "signed-out" || this.timer !== null) return;
    const pause = Math.min(longestPause, firstPause * 2 ** this.failures++) * (0.5 + this.options.random() / 2);
    this.timer = setTimeout(() => {
      this.timer = null;
      this.connect();
    }, pause);
  }

  private over(why: string): void {
    this.cell.set({ state: "signed-out", since: Date.now(), why });
    for (const window of this.windows.values()) window.lost();
    this.drop();
  }

  private enter(state: Connection["state"]): void {
    if (this.cell.getSnapshot().state !== state) this.cell.set({ state, since: Date.now(), why: null });
  }

  private drop(): void {
    if (this.silence !== null) clearInterval(this.silence);
    if (this.timer !== null) clearTimeout(this.timer);
    this.silence = null;
    this.timer = null;
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }
}
