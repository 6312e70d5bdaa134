/** Columns of a table: one array a column, a slot a row. A cell that did not change is told from one that did. */

import type { ColumnType } from "../../contract/kinds.ts";
import type { Cell } from "../../contract/live.ts";

export interface ColumnStore {
  readonly type: ColumnType;
  /** True when the value differs from the one before. */
  set(slot: number, cell: Cell): boolean;
  get(slot: number): Cell;
  /** Ascending; null below everything. */
  compare(a: number, b: number): number;
}

export function createColumn(type: ColumnType): ColumnStore {
  if (type === "status") return new StatusColumn();
  return type === "text" || type === "mono" ? new TextColumn(type) : new NumberColumn(type);
}

const poolLimit = 4096;

/** Texts. Values that repeat (nodes, users, images) are kept once. */
export class TextColumn implements ColumnStore {
  readonly type: ColumnType;
  private readonly values: (string | null)[] = [];
  private readonly pool = new Map<string, string>();
  constructor(type: ColumnType) {
    this.type = type;
  }
  set(slot: number, cell: Cell): boolean {
    const value = typeof cell === "string" ? this.shared(cell) : null;
    if (slot < this.values.length && this.values[slot] === value) return false;
    while (this.values.length < slot) this.values.push(null);
    this.values[slot] = value;
    return true;
  }
  get(slot: number): string | null {
    return this.values[slot] ?? null;
  }
  compare(a: number, b: number): number {
    const x = this.values[a] ?? "";
    const y = this.values[b] ?? "";
    return x < y ? -1 : x > y ? 1 : 0;
  }
  private shared(text: string): string {
    const known = this.pool.get(text);
    if (known !== undefined) return known;
    if (this.pool.size < poolLimit) this.pool.set(text, text);
    return text;
  }
}

/** Numbers, bytes, cores and times; NaN stands for null. */
export class NumberColumn implements ColumnStore {
  readonly type: ColumnType;
  private values = new Float64Array(1024).fill(Number.NaN);
  constructor(type: ColumnType) {
    this.type = type;
  }
  set(slot: number, cell: Cell): boolean {
    if (slot >= this.values.length) {
      const grown = new Float64Array(Math.max(slot + 1, this.values.length * 2)).fill(Number.NaN);
      grown.set(this.values);
      this.values = grown;
    }
    const value = typeof cell === "number" ? cell : Number.NaN;
    if (Object.is(this.values[slot], value)) return false;
    this.values[slot] = value;
    return true;
  }
  get(slot: number): number | null {
    const value = this.raw(slot);
    return Number.isNaN(value) ? null : value;
  }
  /** NaN for null. */
  raw(slot: number): number {
    return this.values[slot] ?? Number.NaN;
  }
  compare(a: number, b: number): number {
    const x = this.values[a] as number;
    const y = this.values[b] as number;
    if (x < y) return -1;
    if (x > y) return 1;
    if (x === y) return 0;
    return Number.isNaN(x) ? (Number.isNaN(y) ? 0 : -1) : 1;
  }
}

export type StatusCell = Extract<Cell, { word: string }>;
const none: StatusCell = { word: "unknown", tone: "idle" };

/** Words with a tone, as small numbers; the same pair is the same object. */
export class StatusColumn implements ColumnStore {
  readonly type = "status";
  private codes = new Uint16Array(1024);
  readonly pairs: StatusCell[] = [none];
  set(slot: number, cell: Cell): boolean {
    if (slot >= this.codes.length) {
      const grown = new Uint16Array(Math.max(slot + 1, this.codes.length * 2));
      grown.set(this.codes);
      this.codes = grown;
    }
    const code = this.codeOf(typeof cell === "object" && cell !== null ? cell : none);
    if (this.codes[slot] === code) return false;
    this.codes[slot] = code;
    return true;
  }
  get(slot: number): StatusCell {
    return this.pairs[this.codes[slot] ?? 0] ?? none;
  }
  code(slot: number): number {
    return this.codes[slot] ?? 0;
  }
  compare(a: number, b: number): number {
    const x = this.get(a).word;
    const y = this.get(b).word;
    return x < y ? -1 : x > y ? 1 : 0;
  }
  private codeOf(cell: StatusCell): number {
    const at = this.pairs.findIndex(({ word, tone }) => word === cell.word && tone === cell.tone);
    if (at >= 0) return at;
    // Words come from our own projections; the bound only keeps a mistake from growing without end.
    if (this.pairs.length >= 1000) return 0;
    return this.pairs.push({ word: cell.word, tone: cell.tone }) - 1;
  }
}
