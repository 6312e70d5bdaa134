/**
 * All rows of one kind, by column. A row keeps its slot while it lives; a slot is used again only after the views have
 * seen its row go. Changes since the last `settle` are listed with the columns that they touch.
 */
import type { Kind } from "../../contract/kinds.ts";
import type { Cell } from "../../contract/live.ts";
import { type ColumnStore, createColumn, StatusColumn } from "./column.ts";
import { TextColumn } from "./text-column.ts";
import { TextOrder } from "./text-order.ts";

/** A mixed kind names the kinds that it holds. */
export type TableKind = Kind & { of?: readonly string[] };

/** Every column, for rows that came or went. */
export const allColumns = 0xffffffff;

/** A column as a bit of a mask; those beyond the 31st share one, which only costs a needless look. */
export const columnBit = (at: number): number => 1 << Math.min(at, 31);

export class Table {
  readonly kind: TableKind;
  readonly columns: ColumnStore[];
  readonly status: StatusColumn;
  readonly keys: string[] = [];
  /** Slots by key. */
  readonly keyOrder = new TextOrder((slot) => this.keys[slot] ?? null);
  /** Index of the row's source. */
  readonly sources: number[] = [];
  /** Rows alive. */
  size = 0;
  /** Slots in use or waiting to be: the length of every array. */
  slots = 0;
  /** Grows with every settle that had changes. */
  tick = 0;
  readonly changed: number[] = [];
  private readonly slotOf = new Map<string, number>();
  private readonly masks: number[] = [];
  private readonly free: number[] = [];
  private readonly gone: number[] = [];
  private readonly positions: Map<string, number>;
  /** Orders that are kept up as rows come, so that the first look finds them. */
  private readonly orders: { gather(): void }[];
  /** Columns of texts that people see, and by which nobody has sorted yet. */
  private readonly cold: TextColumn[];

  constructor(kind: TableKind) {
    this.kind = kind;
    this.columns = this.kind.columns.map(({ type }) => createColumn(type));
    this.positions = new Map(this.kind.columns.map(({ id }, at) => [id, at]));
    const status = this.columns[this.position(this.kind.status)];
    if (!(status instanceof StatusColumn)) throw new Error(`kind ${kind.name} has no status column`);
    this.status = status;
    const texts = this.columns.filter((one) => one instanceof TextColumn);
    for (const { column } of this.kind.sort) {
      const sorting = this.columns[this.position(column)];
      if (sorting instanceof TextColumn) sorting.keepOrder();
    }
    this.orders = [this.keyOrder, ...texts];
    this.cold = texts.filter((one) => this.kind.columns[this.columns.indexOf(one)]?.hidden !== true);
  }

  /** Index of a column by its id; -1 when the kind has none. */
  position(id: string): number {
    return this.positions.get(id) ?? -1;
  }

  /**
   * Adds or changes a row. `cells` in the order of the columns; undefined leaves a cell as it is. The row is the source's
   * from now on; that alone is no change that views are told.
   */
  put(key: string, source: number, cells: readonly (Cell | undefined)[]): void {
    const known = this.slotOf.get(key);
    const slot = known ?? this.free.pop() ?? this.slots++;
    let mask = known === undefined ? allColumns : 0;
    for (let at = 0; at < this.columns.length; at++) {
      const cell = cells[at] === undefined && known === undefined ? null : cells[at];
      if (cell !== undefined && this.columns[at]?.set(slot, cell)) mask |= columnBit(at);
    }
    if (known === undefined) {
      this.slotOf.set(key, slot);
      this.keys[slot] = key;
      this.keyOrder.touch(slot);
      this.size++;
    }
    this.sources[slot] = source;
    if (mask !== 0) this.touch(slot, mask);
  }

  /** Where a living row stands; undefined when there is none. */
  slot(key: string): number | undefined {
    return this.slotOf.get(key);
  }

  has(key: string): boolean {
    return this.slotOf.has(key);
  }

  remove(key: string): void {
    const slot = this.slotOf.get(key);
    if (slot === undefined) return;
    this.slotOf.delete(key);
    this.size--;
    this.sources[slot] = -1;
    this.gone.push(slot);
    this.touch(slot, allColumns);
  }

  isAlive(slot: number): boolean {
    return (this.sources[slot] ?? -1) >= 0;
  }

  /** Keys of one source. */
  keysOf(source: number): string[] {
    const found: string[] = [];
    for (const [key, slot] of this.slotOf) if (this.sources[slot] === source) found.push(key);
    return found;
  }

  /** Columns of a changed slot, as bits. */
  mask(slot: number): number {
    return this.masks[slot] ?? 0;
  }

  /** The views have seen all changes. */
  settle(): void {
    if (this.changed.length === 0) return;
    this.tick++;
    for (const slot of this.changed) this.masks[slot] = 0;
    this.changed.length = 0;
    this.free.push(...this.gone);
    this.gone.length = 0;
    for (const order of this.orders) order.gather();
  }

  /** There are columns of texts by which nobody has sorted yet. */
  get isCold(): boolean {
    return this.cold.length > 0;
  }

  /** Makes the order of one of them, before somebody waits for it. */
  warm(): void {
    this.cold.pop()?.digits(false, this.slots);
  }

  private touch(slot: number, mask: number): void {
    const before = this.masks[slot] ?? 0;
    if (before === 0) this.changed.push(slot);
    this.masks[slot] = before | mask;
  }
}
