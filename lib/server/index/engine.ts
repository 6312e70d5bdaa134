/**
 * The index of one cluster: tables fed by a feed, views kept by changes, windows of sockets. Changes are gathered and
 * told every 100 ms. A socket that has not taken what it got is left alone; when it is ready it gets the newest state,
 * never a backlog. A window sees what its scope allows. Knows nothing of threads, sockets, agents or API servers.
 */
import { CratonError } from "../../contract/errors.ts";
import type { ServerMessage, WindowQuery } from "../../contract/live.ts";
import { asCratonError } from "../http/craton-error.ts";
import { makeRequestId } from "../http/request-id.ts";
import type { Feed } from "./feed.ts";
import type { Snapshot } from "./messages.ts";
import type { Scope } from "./scope.ts";
import { type Found, type SearchWish, search } from "./search.ts";
import { Settled } from "./settled.ts";
import { Table, type TableKind } from "./table.ts";
import type { View } from "./view.ts";
import { ViewCache } from "./view-cache.ts";
import { Wanted } from "./wanted.ts";
import { Window } from "./window.ts";

const flushMs = 100;
/** So long a flush tells windows before it gives way. */
const tellMs = 8;
/** Ages in filters are looked at anew this often. */
const ageMs = 5_000;
export const mostWindows = 64;
/** So many rows take a while to be sorted by texts for the first time. */
const leastWarmed = 10_000;

type Socket = { ready: boolean; windows: Map<number, Window>; errors: ServerMessage[] };

export class Engine {
  private readonly tables = new Map<string, Table>();
  private readonly views: ViewCache;
  private readonly sockets = new Map<number, Socket>();
  private readonly feed: Feed;
  private readonly wanted: Wanted;
  private readonly send: (socket: number, texts: string[]) => void;
  private timer: NodeJS.Timeout | null = null;
  /** Sockets that the last flush has still to tell. */
  private readonly telling = new Set<number>();
  private pump: NodeJS.Immediate | null = null;
  private warming: NodeJS.Immediate | null = null;
  private readonly settled: Settled;
  private readonly ages: NodeJS.Timeout;

  constructor(feed: Feed, send: (socket: number, texts: string[]) => void) {
    this.feed = feed;
    this.send = send;
    this.views = new ViewCache(feed);
    this.wanted = new Wanted(feed);
    this.settled = new Settled(feed);
    this.ages = setInterval(() => {
      this.wanted.expire(Date.now());
      this.views.refresh(Date.now(), this.looks());
      this.changed();
    }, ageMs);
  }

  /** Adds a kind with an empty table. One of the same name is replaced, and its windows end: their browsers open them anew. */
  addKind(kind: TableKind): Table {
    if (this.tables.has(kind.name)) this.end(kind.name, new CratonError("kind-changed", { kind: kind.name }));
    const table = new Table(kind);
    this.tables.set(kind.name, table);
    return table;
  }

  /** The cluster no longer has the kind. */
  removeKind(name: string): void {
    this.end(name, new CratonError("not-found", { what: "kind", value: name }));
    this.tables.delete(name);
  }

  /** `not-found` for a kind that was not added. */
  table(kind: string): Table {
    const table = this.tables.get(kind);
    if (!table) throw new CratonError("not-found", { what: "kind", value: kind });
    return table;
  }

  allTables(): Iterable<Table> {
    return this.tables.values();
  }

  /** Tables or sources changed: told with the next flush. */
  changed(): void {
    this.timer ??= setTimeout(() => this.flush(), flushMs);
  }

  /** A new window, or a known one with another query. Answers at once when the socket is ready. */
  open(socketId: number, id: number, rev: number, query: WindowQuery, scope: Scope): void {
    const socket = this.socket(socketId);
    const known = socket.windows.get(id);
    try {
      const table = this.table(query.kind);
      const view = this.views.get(table, query, scope);
      if (!known && socket.windows.size >= mostWindows)
        throw new CratonError("bad-request", { why: `one tab may have ${mostWindows} windows open` });
      this.wanted.take(query.kind);
      if (known) {
        this.wanted.drop(known.query.kind);
        known.change(rev, query, view);
      } else socket.windows.set(id, new Window(id, rev, query, view));
    } catch (thrown) {
      this.closeWindow(socketId, id);
      const error = asCratonError(thrown).body(makeRequestId());
      socket.errors.push({ op: "error", id, rev, error });
    }
    this.tell(socketId, socket);
  }

  /** What may be seen in a window changed: the difference goes out with its next message. */
  rescope(socketId: number, id: number, scope: Scope): void {
    const socket = this.sockets.get(socketId);
    const window = socket?.windows.get(id);
    if (!socket || !window) return;
    window.show(this.views.get(window.view.table, window.query, scope));
    this.tell(socketId, socket);
  }

  /** One page without a window; null for a query that a window would refuse. */
  peek(query: WindowQuery, scope: Scope): Snapshot | null {
    try {
      const view = this.views.get(this.table(query.kind), query, scope);
      this.wanted.glance(query.kind, Date.now());
      if (this.settled.isBehind(query.kind)) this.settle(view.table);
      const message = new Window(0, 0, query, view).message(this.feed);
      return message?.op === "snapshot" ? message : null;
    } catch {
      return null;
    }
  }

  /** Looks through the kinds of the scope, and keeps them for a while. `bad-filter`. */
  search(wish: SearchWish): Found {
    const now = Date.now();
    for (const kind of Object.keys(wish.scope)) if (this.tables.has(kind)) this.wanted.glance(kind, now);
    return search(this.tables.values(), this.feed, wish, now);
  }

  /** The kind's rows are not all there, and on their way: nothing says that they cannot be had. */
  isComing(kind: string): boolean {
    return this.whole(kind) === null && this.feed.sources(kind).every(({ state }) => state !== "down");
  }

  /** A kind's table when all its rows are there, else null. */
  whole(kind: string): Table | null {
    const sources = this.feed.sources(kind);
    const isWhole = sources.length > 0 && sources.every(({ asOf, loading }) => asOf !== null && loading === undefined);
    return isWhole ? (this.tables.get(kind) ?? null) : null;
  }

  move(socketId: number, id: number, rev: number, from: number, rows: number): void {
    const socket = this.socket(socketId);
    socket.windows.get(id)?.move(rev, from, rows);
    this.tell(socketId, socket);
  }

  closeWindow(socketId: number, id: number): void {
    const windows = this.sockets.get(socketId)?.windows;
    const window = windows?.get(id);
    if (!window) return;
    windows?.delete(id);
    this.wanted.drop(window.query.kind);
  }

  ready(socketId: number): void {
    const socket = this.sockets.get(socketId);
    if (!socket) return;
    socket.ready = true;
    this.tell(socketId, socket);
  }

  gone(socketId: number): void {
    for (const id of [...(this.sockets.get(socketId)?.windows.keys() ?? [])]) this.closeWindow(socketId, id);
    this.sockets.delete(socketId);
  }

  stop(): void {
    clearInterval(this.ages);
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.pump !== null) clearImmediate(this.pump);
    if (this.warming !== null) clearImmediate(this.warming);
  }

  private flush(): void {
    this.timer = null;
    for (const table of this.tables.values()) this.settle(table);
    this.views.drop(Date.now(), this.looks());
    for (const [id, { ready }] of this.sockets) if (ready) this.telling.add(id);
    if (this.pump === null) this.tellSome();
    this.warm();
  }

  /** Orders of large kinds that are all there, one at a time: what was asked meanwhile is answered first. */
  private warm(): void {
    if (this.warming !== null) return;
    const isCold = (table: Table) => table.isCold && table.size >= leastWarmed && this.whole(table.kind.name) !== null;
    const cold = [...this.tables.values()].find(isCold);
    if (!cold) return;
    this.warming = setImmediate(() => {
      this.warming = null;
      cold.warm();
      this.warm();
    });
  }

  /** Tells sockets for a while, then lets what was asked meanwhile be answered first: thousands of windows take long. */
  private tellSome(): void {
    this.pump = null;
    const until = performance.now() + tellMs;
    for (const id of this.telling) {
      this.telling.delete(id);
      const socket = this.sockets.get(id);
      if (socket) this.tell(id, socket);
      if (performance.now() < until) continue;
      if (this.telling.size > 0) this.pump = setImmediate(() => this.tellSome());
      return;
    }
  }

  /** Takes a table's changes into its views. */
  private settle(table: Table): void {
    this.settled.mark(table.kind.name);
    if (table.changed.length === 0) return;
    this.views.update(table, this.looks());
    table.settle();
  }

  /** The windows of a kind get nothing more. */
  private end(kind: string, why: CratonError): void {
    const table = this.tables.get(kind);
    if (!table) return;
    this.settled.forget(kind);
    this.views.forget(table);
    for (const [socketId, socket] of this.sockets) {
      for (const { id, rev, view } of [...socket.windows.values()]) {
        if (view.table !== table) continue;
        this.closeWindow(socketId, id);
        socket.errors.push({ op: "error", id, rev, error: why.body(makeRequestId()) });
      }
    }
    this.changed();
  }

  /** Whether a window looks at a view. */
  private looks(): (view: View) => boolean {
    let used: Set<View> | null = null;
    return (view) => {
      used ??= new Set(
        [...this.sockets.values()].flatMap(({ windows }) => [...windows.values()].map((one) => one.view)),
      );
      return used.has(view);
    };
  }

  private tell(id: number, socket: Socket): void {
    if (!socket.ready) return;
    const texts = socket.errors.splice(0).map((error) => JSON.stringify(error));
    for (const window of socket.windows.values()) {
      if (this.settled.isBehind(window.query.kind)) this.settle(window.view.table);
      if (!window.isDirty(this.feed)) continue;
      const message = window.message(this.feed);
      if (message !== null) texts.push(JSON.stringify(message));
    }
    if (texts.length === 0) return;
    socket.ready = false;
    this.send(id, texts);
  }

  private socket(id: number): Socket {
    const known = this.sockets.get(id);
    if (known) return known;
    const made: Socket = { ready: true, windows: new Map(), errors: [] };
    this.sockets.set(id, made);
    return made;
  }
}
