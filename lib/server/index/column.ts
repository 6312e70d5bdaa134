/** Columns of a table: one array a column, a slot a row. A cell that did not change is told from one that did. */

import type { ColumnType } from "../../contract/kinds.ts";
import type { Cell } from "../../contract/live.ts";
import { type Digits, digitsOf } from "./rank-sort.ts";
import type { Level } from "./sort.ts";
import { TextColumn } from "./text-column.ts";

export interface ColumnStore {
  readonly type: ColumnType;
  /** True when the value differs from the one before. */
  set(slot: number, cell: Cell): boolean;
  get(slot: number): Cell;
  /** Ascending; null below everything. */
  compare(a: number, b: number): number;
  /** The same order, for many rows at once. */
  level(desc: boolean): Level;
  /** The same order as numbers of the first `slots` slots. */
  digits(desc: boolean, slots: number): Digits;
}

export function createColumn(type: ColumnType): ColumnStore {
  if (type === "status") return new StatusColumn();
  return type === "text" || type === "mono" ? new TextColumn(type) : new NumberColumn(type);
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
    // One zero only: the other is equal to it and would order otherwise by its bits.
    const value = typeof cell === "number" && Number.isFinite(cell) ? cell + 0 : Number.NaN;
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
  level(desc: boolean): Level {
    const { values } = this;
    const sign = desc ? -1 : 1;
    return {
      number(slot) {
        const value = values[slot] as number;
        return sign * (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value);
      },
    };
  }
  digits(desc: boolean, slots: number): Digits {
    return orderedBits(this.values, desc, slots);
  }
}

const signBit = 0x80000000;

/** The bits of doubles, so that they order as the numbers do; NaN below all. `slots` low words, then as many high ones. */
function orderedBits(values: Float64Array, desc: boolean, slots: number): Digits {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const low = new Uint32Array(slots);
  const high = new Uint32Array(slots);
  const turn = desc ? 0xffffffff : 0;
  for (let slot = 0; slot < slots; slot++) {
    const value = slot < values.length ? (values[slot] as number) : Number.NaN;
    let [a, b] = [0, 0];
    if (!Number.isNaN(value)) {
      a = words[slot * 2] as number;
      b = words[slot * 2 + 1] as number;
      const isNegative = b >= signBit;
      a = isNegative ? ~a : a;
      b = isNegative ? ~b : b ^ signBit;
    }
    low[slot] = a ^ turn;
    high[slot] = b ^ turn;
  }
  return [low, high];
}

export type StatusCell = Extract<Cell, { word: string }>;
const none: StatusCell = { word: "unknown", tone: "idle" };

/** Words with a tone, as small numbers; the same pair is the same object. */
export class StatusColumn implements ColumnStore {
  readonly type = "status";
  private codes = new Uint16Array(1024);
  readonly pairs: StatusCell[] = [none];
  private readonly known = new Map<string, number>([[`${none.word}\n${none.tone}`, 0]]);
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
  /** Whether the word passes, looked at once for each. */
  matcher(passes: (word: string) => boolean): (slot: number) => boolean {
    const memo: boolean[] = [];
    return (slot) => {
      const code = this.code(slot);
      memo[code] ??= passes(this.pairs[code]?.word ?? "");
      return memo[code];
    };
  }
  level(desc: boolean): Level {
    const ranks = this.ranks();
    const sign = desc ? -1 : 1;
    return { number: (slot) => sign * (ranks[this.code(slot)] ?? 0) };
  }
  digits(desc: boolean, slots: number): Digits {
    const ranks = this.ranks();
    const { codes } = this;
    return digitsOf(
      new Uint32Array(slots).map((_, slot) => ranks[codes[slot] ?? 0] ?? 0),
      desc,
    );
  }
  /** Place of each pair's word among all. */
  private ranks(): number[] {
    const words = [...new Set(this.pairs.map(({ word }) => word))].sort();
    const places = new Map(words.map((word, at) => [word, at]));
    return this.pairs.map(({ word }) => places.get(word) ?? 0);
  }
  private codeOf(cell: StatusCell): number {
    const key = `${cell.word}\n${cell.tone}`;
    const at = this.known.get(key);
    if (at !== undefined) return at;
    // Words come from our own projections, or are a cluster's own: the bound keeps those from growing without end.
    if (this.pairs.length >= 1000) return 0;
    this.known.set(key, this.pairs.length);
    return this.pairs.push({ word: cell.word, tone: cell.tone }) - 1;
  }
}
