/** One query over one table: which rows pass, in which order, how many of each status. Kept up to date by changes only. */
import type { Counts } from "../../contract/live.ts";
import type { ColumnStore } from "./column.ts";
import type { Filter } from "./filter.ts";
import { merge } from "./merge.ts";
import type { Order } from "./order.ts";
import { allColumns, columnBit, type Table } from "./table.ts";
import type { Visible } from "./visible.ts";

export type ViewQuery = {
  visible: Visible;
  filter: Filter;
  order: Order;
  /** Words to keep; null keeps all. */
  status: ReadonlySet<string> | null;
};

export class View {
  readonly table: Table;
  /** Slots of the matching rows in order. */
  rows: Int32Array<ArrayBuffer> = new Int32Array(0);
  /** What may be read of them, in the order of the kind's columns. */
  readonly columns: readonly ColumnStore[];
  /** Grows when rows, order or counts may have changed. */
  tick = 0;
  private readonly query: ViewQuery;
  private readonly mask: number;
  /** Per slot: 0 not to be seen, 1 outside of the filter, else the code of its status + 2. */
  private judged = new Uint16Array(0);
  /** Per slot: 1 when it stands in `rows`. */
  private inRows = new Uint8Array(0);
  private flags = new Uint8Array(0);
  /** Rows that may be seen. */
  private seen = 0;
  /** Columns that changed since, as bits, by slot. */
  private postponed = new Map<number, number>();
  /** Rows that pass the filter, by code of status. */
  private readonly byCode: number[] = [];

  /** `base`: a view of the same rows, order and status, whose filter lets through whatever this one does. */
  constructor(table: Table, query: ViewQuery, base: View | null = null) {
    this.table = table;
    this.query = query;
    this.columns = query.visible.table.columns;
    this.mask = query.filter.mask | query.order.mask | columnBit(table.position(table.kind.status));
    this.grow();
    this.rows = base === null ? this.all() : this.within(base);
    for (const slot of this.rows) this.inRows[slot] = 1;
  }

  private all(): Int32Array<ArrayBuffer> {
    const found = new Int32Array(this.table.slots);
    let length = 0;
    for (let slot = 0; slot < this.table.slots; slot++) if (this.judge(slot)) found[length++] = slot;
    const rows = found.slice(0, length);
    this.query.order.sort(rows);
    return rows;
  }

  /** What `base` has not been told yet comes with the next update, to both. */
  private within(base: View): Int32Array<ArrayBuffer> {
    this.judged = grown(new Uint16Array(Math.max(this.judged.length, base.judged.length)), base.judged);
    this.seen = base.seen;
    for (let slot = 0; slot < base.judged.length; slot++) {
      if ((this.judged[slot] as number) < 2) continue;
      this.judged[slot] = 1;
      this.judge(slot);
    }
    return base.rows.filter((slot) => (this.judged[slot] as number) > 1 && this.isKept(slot));
  }

  get counts(): Counts {
    const byStatus: Record<string, number> = {};
    for (const [code, count] of this.byCode.entries()) {
      const word = this.table.status.pairs[code]?.word;
      if (word !== undefined && count > 0) byStatus[word] = (byStatus[word] ?? 0) + count;
    }
    return { total: this.seen, matched: this.rows.length, byStatus };
  }

  /** Its user may see every row. */
  get isWhole(): boolean {
    return Object.values(this.query.visible.scope).every((one) => one === "all");
  }

  /** Takes the table's changes in, before they are settled. */
  update(): void {
    this.take(this.table.changed, (slot) => this.table.mask(slot));
  }

  /** Notes the table's changes in place of taking them in: nobody looks. */
  postpone(): void {
    for (const slot of this.table.changed)
      this.postponed.set(slot, (this.postponed.get(slot) ?? 0) | this.table.mask(slot));
  }

  /** Somebody looks again. */
  catchUp(): void {
    if (this.postponed.size === 0) return;
    const changes = this.postponed;
    this.postponed = new Map();
    this.take([...changes.keys()], (slot) => changes.get(slot) ?? 0);
  }

  /** Slots whose changes are noted. */
  get waiting(): number {
    return this.postponed.size;
  }

  /** Time passed: rows may enter or leave a filter on ages without having changed. */
  refresh(now: number): void {
    if (!this.query.filter.ages) return;
    this.query.filter.ages(now);
    const every: number[] = [];
    for (let slot = 0; slot < this.table.slots; slot++) {
      const before = this.judged[slot] ?? 0;
      // What a row is to be seen by does not change with time.
      if (before > 0 && this.query.filter.passes(slot) !== before > 1) every.push(slot);
    }
    if (every.length > 0) this.take(every, () => allColumns);
  }

  /** `changes`: columns of a slot that changed. A row that only changed in what does not order it keeps its place. */
  private take(slots: readonly number[], changes: (slot: number) => number): void {
    this.grow();
    const added: number[] = [];
    const touched: number[] = [];
    let removed = 0;
    for (const slot of slots) {
      const columns = changes(slot);
      if ((columns & this.mask) === 0) continue;
      const wasIn = this.inRows[slot] === 1;
      const isIn = this.judge(slot);
      if (wasIn && isIn && (columns & this.query.order.mask) === 0) continue;
      if (wasIn) {
        touched.push(slot);
        this.flags[slot] = 1;
        this.inRows[slot] = 0;
        removed++;
      }
      if (isIn) {
        added.push(slot);
        this.inRows[slot] = 1;
      }
    }
    if (slots.length > 0) this.tick++;
    if (removed === 0 && added.length === 0) return;
    const { order } = this.query;
    const sorted = Int32Array.from(added);
    order.sort(sorted);
    this.rows = merge(this.rows, this.flags, sorted, order.compare);
    for (const slot of touched) this.flags[slot] = 0;
  }

  /** Whether the slot belongs in `rows` now; keeps the counts. */
  private judge(slot: number): boolean {
    const before = this.judged[slot] ?? 0;
    const isSeen = this.table.isAlive(slot) && this.query.visible.allows(slot);
    const passes = isSeen && this.query.filter.passes(slot);
    const after = passes ? this.table.status.code(slot) + 2 : isSeen ? 1 : 0;
    if (before !== after) {
      this.seen += Number(after > 0) - Number(before > 0);
      if (before > 1) this.byCode[before - 2] = (this.byCode[before - 2] ?? 0) - 1;
      if (after > 1) this.byCode[after - 2] = (this.byCode[after - 2] ?? 0) + 1;
      this.judged[slot] = after;
    }
    return passes && this.isKept(slot);
  }

  private isKept(slot: number): boolean {
    return this.query.status === null || this.query.status.has(this.table.status.get(slot).word);
  }

  private grow(): void {
    const { slots } = this.table;
    if (this.judged.length >= slots) return;
    const size = Math.max(slots, this.judged.length * 2);
    this.judged = grown(new Uint16Array(size), this.judged);
    this.inRows = grown(new Uint8Array(size), this.inRows);
    this.flags = grown(new Uint8Array(size), this.flags);
  }
}

function grown<A extends Uint8Array | Uint16Array>(into: A, from: A): A {
  into.set(from);
  return into;
}
