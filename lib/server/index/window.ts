/** One window of one socket: the page that the browser holds, and the message that brings it up to date. */
import type { Counts, ServerMessage, Source } from "../../contract/live.ts";
import { diffPage, type SentRow, toRow } from "./page-diff.ts";
import type { View } from "./view.ts";

/** Sources as all windows see them; `tick` grows with each change of a state or reason. */
export type Sources = { tick: number; list(): Source[]; isStale(source: number): boolean };

export class Window {
  readonly id: number;
  rev: number;
  view: View;
  private from: number;
  private rows: number;
  private page: SentRow[] | null = null;
  private counts: Counts | null = null;
  private seenTick = -1;
  private seenSources = -1;
  private asked = true;

  constructor(id: number, rev: number, view: View, from: number, rows: number) {
    this.id = id;
    this.rev = rev;
    this.view = view;
    this.from = from;
    this.rows = rows;
  }

  /** Another place in the list. */
  move(rev: number, from: number, rows: number): void {
    this.rev = rev;
    this.from = from;
    this.rows = rows;
    this.asked = true;
  }

  /** Another list; the held page is what the answer is told against, where the kind is the same. */
  change(rev: number, view: View, from: number, rows: number): void {
    if (view.table !== this.view.table) this.page = null;
    this.view = view;
    this.move(rev, from, rows);
  }

  isDirty(sources: Sources): boolean {
    return this.asked || this.seenTick !== this.view.tick || this.seenSources !== sources.tick;
  }

  /** null when the browser holds all there is to say. */
  message(sources: Sources): ServerMessage | null {
    const { id, rev, from } = this;
    const { columns } = this.view.table.kind;
    const page = this.read(sources);
    const { counts } = this.view;
    const before = this.page;
    const told = this.counts;
    const sourcesChanged = this.seenSources !== sources.tick;
    const asked = this.asked;
    this.page = page;
    this.counts = counts;
    this.seenTick = this.view.tick;
    this.seenSources = sources.tick;
    this.asked = false;
    const { ops, kept } = before === null ? { ops: null, kept: 0 } : diffPage(before, page, columns);
    if (before === null || (ops !== null && kept === 0 && page.length > 0)) {
      const rows = page.map((row) => toRow(row, columns));
      return { op: "snapshot", id, rev, from, counts, rows, sources: sources.list() };
    }
    const delta: ServerMessage = { op: "delta", id, rev, from };
    if (!isSame(told, counts)) delta.counts = counts;
    if (ops !== null) delta.rows = ops;
    if (sourcesChanged) delta.sources = sources.list();
    return asked || delta.counts || delta.rows || delta.sources ? delta : null;
  }

  private read(sources: Sources): SentRow[] {
    const { table, rows } = this.view;
    const page: SentRow[] = [];
    for (let at = this.from; at < this.from + this.rows && at < rows.length; at++) {
      const slot = rows[at] as number;
      const cells = table.columns.map((store) => store.get(slot));
      page.push({ key: table.keys[slot] ?? "", cells, stale: sources.isStale(table.sources[slot] ?? -1) });
    }
    return page;
  }
}

function isSame(a: Counts | null, b: Counts): boolean {
  if (a === null || a.total !== b.total || a.matched !== b.matched) return false;
  const words = Object.keys(b.byStatus);
  return (
    words.length === Object.keys(a.byStatus).length && words.every((word) => a.byStatus[word] === b.byStatus[word])
  );
}
