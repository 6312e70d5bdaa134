/** One live window in the browser: the held page and what is known about it. Made by LiveClient.open. */

import { errorBody } from "../../contract/error-body.ts";
import type { ErrorBody } from "../../contract/errors.ts";
import type { ClientMessage, Counts, Row, ServerMessage, Source, WindowQuery } from "../../contract/live.ts";
import { applyOps } from "./page.ts";
import { Cell, type Store } from "./store.ts";

export type WindowState = {
  /**
   * `loading`: nothing yet. `first`: rows of the page's HTML, as of `asOf`, until the connection is there. `live`: kept up to
   * date. `stale`: the connection is lost, rows are as of `asOf`.
   */
  state: "loading" | "first" | "live" | "stale" | "error";
  /** The held page: rows `from` … `from + rows.length`. Kept while a newer query is on its way. */
  rows: readonly Row[];
  from: number;
  counts: Counts | null;
  sources: readonly Source[];
  error: ErrorBody | null;
  /** The page belongs to an older query or place than was asked for last. */
  pending: boolean;
  /** ms since the epoch (server's clock) of the last word on this window. */
  asOf: number | null;
};

type Wire = { send(message: ClientMessage): boolean; now(): number; forget(id: number): void };
type Answer = Extract<ServerMessage, { op: "snapshot" | "delta" }>;

/** Nothing is known yet. */
export const loadingState: WindowState = {
  state: "loading",
  rows: [],
  from: 0,
  counts: null,
  sources: [],
  error: null,
  pending: true,
  asOf: null,
};

export class LiveWindow implements Store<WindowState> {
  readonly id: number;
  private asked: WindowQuery;
  private rev = 0;
  private readonly cell: Cell<WindowState>;
  private readonly wire: Wire;
  readonly subscribe: Store<WindowState>["subscribe"];
  readonly getSnapshot: Store<WindowState>["getSnapshot"];

  /** `begin` is what it shows until the first answer. */
  constructor(id: number, query: WindowQuery, wire: Wire, begin: WindowState = loadingState) {
    this.cell = new Cell(begin);
    this.subscribe = this.cell.subscribe;
    this.getSnapshot = this.cell.getSnapshot;
    this.id = id;
    this.asked = query;
    this.wire = wire;
    this.open();
  }

  /** Another kind, filter, sort or place. The held page stays until the answer comes. */
  query(query: WindowQuery): void {
    this.asked = query;
    this.wish({ op: "query", id: this.id, rev: ++this.rev, query });
  }

  /** Another part of the same list. */
  move(from: number, rows: number): void {
    if (from === this.asked.from && rows === this.asked.rows) return;
    this.asked = { ...this.asked, from, rows };
    this.wish({ op: "move", id: this.id, rev: ++this.rev, from, rows });
  }

  close(): void {
    this.wire.send({ op: "close", id: this.id });
    this.wire.forget(this.id);
  }

  /** Asks from the start: the first time, after a reconnect, and when a delta did not fit. */
  open(): void {
    const sent = this.wire.send({ op: "open", id: this.id, rev: ++this.rev, query: this.asked });
    if (sent) this.change({ pending: true });
  }

  /** The connection is gone: keep what is held and say so. */
  lost(): void {
    const { state } = this.state;
    if (state === "live" || state === "first") this.change({ state: "stale" });
  }

  take(message: Answer): void {
    const known = { state: "live" as const, error: null, pending: message.rev < this.rev, asOf: this.wire.now() };
    if (message.op === "snapshot") {
      const { from, rows, counts, sources } = message;
      this.change({ ...known, from, rows, counts, sources });
      return;
    }
    if (this.state.state !== "live" && this.state.state !== "error") return;
    const rows = message.rows ? applyOps(this.state.rows as Row[], message.rows) : this.state.rows;
    if (rows === null) {
      this.wire.send({ op: "close", id: this.id });
      this.open();
      return;
    }
    const counts = message.counts ?? this.state.counts;
    this.change({ ...known, from: message.from, rows, counts, sources: message.sources ?? this.state.sources });
  }

  fail(error: unknown, rev: number | null): void {
    if (rev !== null && rev < this.rev) return;
    const parsed = errorBody.safeParse(error);
    this.change({ state: "error", error: parsed.success ? parsed.data : null, pending: false });
    // The error stands until the new list is there, so that the page can ask for the new columns.
    if (parsed.data?.code === "kind-changed") this.open();
  }

  private get state(): WindowState {
    return this.cell.getSnapshot();
  }
  private wish(message: ClientMessage): void {
    if (this.wire.send(message)) this.change({ pending: true });
  }
  private change(part: Partial<WindowState>): void {
    this.cell.set({ ...this.state, ...part });
  }
}
