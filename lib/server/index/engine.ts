/**
 * The index of one cluster: tables fed by sources, views kept by changes, windows of sockets. Changes are gathered and
 * told every 100 ms. A socket that has not taken what it got is left alone; when it is ready it gets the newest state,
 * never a backlog. Knows nothing of threads, sockets or agents.
 */

import { CratonError } from "../../contract/errors.ts";
import type { Kind } from "../../contract/kinds.ts";
import type { ServerMessage, WindowQuery } from "../../contract/live.ts";
import { asCratonError } from "../http/craton-error.ts";
import { makeRequestId } from "../http/request-id.ts";
import type { Snapshot } from "./messages.ts";
import { Table } from "./table.ts";
import { ViewCache } from "./view-cache.ts";
import { type Sources, Window } from "./window.ts";

const flushMs = 100;
/** Ages in filters are looked at anew this often. */
const ageMs = 5_000;
const mostWindows = 64;

type Socket = { ready: boolean; windows: Map<number, Window>; errors: ServerMessage[] };

export class Engine {
  private readonly tables = new Map<string, Table>();
  private readonly views: ViewCache;
  private readonly sockets = new Map<number, Socket>();
  private readonly sources: Sources;
  private readonly send: (socket: number, texts: string[]) => void;
  private timer: NodeJS.Timeout | null = null;
  private readonly ages: NodeJS.Timeout;

  constructor(sources: Sources, send: (socket: number, texts: string[]) => void) {
    this.sources = sources;
    this.send = send;
    this.views = new ViewCache();
    this.ages = setInterval(() => {
      this.views.refresh(Date.now());
      this.changed();
    }, ageMs);
  }

  /** Adds a kind with an empty table. */
  addKind(kind: Kind): Table {
    const table = new Table(kind);
    this.tables.set(kind.name, table);
    return table;
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
  open(socketId: number, id: number, rev: number, query: WindowQuery): void {
    const socket = this.socket(socketId);
    const known = socket.windows.get(id);
    try {
      const view = this.views.get(this.table(query.kind), query);
      if (known) known.change(rev, view, query.from, query.rows);
      else if (socket.windows.size < mostWindows)
        socket.windows.set(id, new Window(id, rev, view, query.from, query.rows));
      else throw new CratonError("bad-request", { why: `one tab may have ${mostWindows} windows open` });
    } catch (thrown) {
      socket.windows.delete(id);
      const error = asCratonError(thrown).body(makeRequestId());
      socket.errors.push({ op: "error", id, rev, error });
    }
    this.tell(socketId, socket);
  }

  /** One page without a window; null for a query that a window would refuse. */
  peek(query: WindowQuery): Snapshot | null {
    try {
      const view = this.views.get(this.table(query.kind), query);
      const message = new Window(0, 0, view, query.from, query.rows).message(this.sources);
      return message?.op === "snapshot" ? message : null;
    } catch {
      return null;
    }
  }

  move(socketId: number, id: number, rev: number, from: number, rows: number): void {
    const socket = this.socket(socketId);
    socket.windows.get(id)?.move(rev, from, rows);
    this.tell(socketId, socket);
  }

  closeWindow(socketId: number, id: number): void {
    this.sockets.get(socketId)?.windows.delete(id);
  }

  ready(socketId: number): void {
    const socket = this.sockets.get(socketId);
    if (!socket) return;
    socket.ready = true;
    this.tell(socketId, socket);
  }

  gone(socketId: number): void {
    this.sockets.delete(socketId);
  }

  stop(): void {
    clearInterval(this.ages);
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private flush(): void {
    this.timer = null;
    for (const table of this.tables.values()) {
      if (table.changed.length === 0) continue;
      this.views.update(table);
      table.settle();
    }
    this.views.drop(Date.now(), (view) => this.isUsed(view));
    for (const [id, socket] of this.sockets) this.tell(id, socket);
  }

  private isUsed(view: Window["view"]): boolean {
    for (const { windows } of this.sockets.values())
      for (const window of windows.values()) if (window.view === view) return true;
    return false;
  }

  private tell(id: number, socket: Socket): void {
    if (!socket.ready) return;
    const texts = socket.errors.splice(0).map((error) => JSON.stringify(error));
    for (const window of socket.windows.values()) {
      if (!window.isDirty(this.sources)) continue;
      const message = window.message(this.sources);
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
