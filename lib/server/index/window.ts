/** One window of one socket: the page that the browser holds, and the message that brings it up to date. */
import type { Counts, ServerMessage, Source, WindowQuery } from "../../contract/live.ts";
import type { Feed } from "./feed.ts";
import { diffPage, type SentRow, toRow } from "./page-diff.ts";
import type { View } from "./view.ts";

export class Window {
  readonly id: number;
  rev: number;
  query: WindowQuery;
  view: View;
  private page: SentRow[] | null = null;
  private counts: Counts | null = null;
  private sources = "";
  private seenTick = -1;
  private seenFeed = -1;
  private asked = true;

  constructor(id: number, rev: number, query: WindowQuery, view: View) {
    this.id = id;
    this.rev = rev;
    this.query = query;
    this.view = view;
  }

  /** Another place in the list. */
  move(rev: number, from: number, rows: number): void {
    this.rev = rev;
    this.query = { ...this.query, from, rows };
    this.asked = true;
  }

  /** Another list; the held page is what the answer is told against, where the kind is the same. */
  change(rev: number, query: WindowQuery, view: View): void {
    this.rev = rev;
    this.query = query;
    this.asked = true;
    this.show(view);
  }

  /** The same list to other eyes: what may be seen of it changed. */
  show(view: View): void {
    if (view.table !== this.view.table) this.page = null;
    if (view !== this.view) this.seenTick = -1;
    this.view = view;
  }

  isDirty(feed: Feed): boolean {
    return this.asked || this.seenTick !== this.view.tick || this.seenFeed !== feed.tick;
  }

  /** null when the browser holds all there is to say. */
  message(feed: Feed): ServerMessage | null {
    const { id, rev } = this;
    const { from } = this.query;
    const { columns, name } = this.view.table.kind;
    const page = this.read(feed);
    const { counts } = this.view;
    const sources = this.view.isWhole ? feed.sources(name) : feed.sources(name).map((one) => ownPart(one, counts));
    const told = { page: this.page, counts: this.counts, sources: this.sources, asked: this.asked };
    this.page = page;
    this.counts = counts;
    this.sources = stateOf(sources);
    this.seenTick = this.view.tick;
    this.seenFeed = feed.tick;
    this.asked = false;
    const { ops, kept } = told.page === null ? { ops: null, kept: 0 } : diffPage(told.page, page, columns);
    if (told.page === null || (ops !== null && kept === 0 && page.length > 0)) {
      const rows = page.map((row) => toRow(row, columns));
      return { op: "snapshot", id, rev, from, counts, rows, sources };
    }
    const delta: ServerMessage = { op: "delta", id, rev, from };
    if (!isSame(told.counts, counts)) delta.counts = counts;
    if (ops !== null) delta.rows = ops;
    if (told.sources !== this.sources) delta.sources = sources;
    return told.asked || delta.counts || delta.rows || delta.sources ? delta : null;
  }

  private read(feed: Feed): SentRow[] {
    const { table, columns, rows } = this.view;
    const { from, rows: most } = this.query;
    const page: SentRow[] = [];
    for (let at = from; at < from + most && at < rows.length; at++) {
      const slot = rows[at] as number;
      const cells = columns.map((store) => store.get(slot));
      page.push({ key: table.keys[slot] ?? "", cells, stale: feed.isStale(table.sources[slot] ?? -1) });
    }
    return page;
  }
}

/** How many rows have come in all is for those who may see all. */
function ownPart(source: Source, { total }: Counts): Source {
  return source.loading === undefined ? source : { ...source, loading: { rows: total, of: null } };
}

/** What is worth a message: the age of a live source moves on with every word on its rows. */
function stateOf(sources: readonly Source[]): string {
  return JSON.stringify(sources.map((one) => (one.state === "live" ? { ...one, asOf: null } : one)));
}

function isSame(a: Counts | null, b: Counts): boolean {
  if (a === null || a.total !== b.total || a.matched !== b.matched) return false;
  const words = Object.keys(b.byStatus);
  return (
    words.length === Object.keys(a.byStatus).length && words.every((word) => a.byStatus[word] === b.byStatus[word])
  );
}
