/**
 * Texts of a column. While few differ (nodes, namespaces, images) each is kept once and rows hold its number, so that a filter
 * looks at it once and an order compares numbers; with many (names, addresses) rows hold the texts themselves.
 */
import type { ColumnType } from "../../contract/kinds.ts";
import type { Cell } from "../../contract/live.ts";
import type { ColumnStore } from "./column.ts";
import { type Digits, digitsOf } from "./rank-sort.ts";
import type { Level } from "./sort.ts";
import { TextOrder } from "./text-order.ts";

const mostPooled = 8192;

export class TextColumn implements ColumnStore {
  readonly type: ColumnType;
  /** Texts by number, for good; number 0 is none. */
  private readonly pool: string[] = [""];
  private readonly numbers = new Map<string, number>();
  private codes: Uint16Array | null = new Uint16Array(1024);
  private values: (string | null)[] = [];
  private ranked = new Float64Array(0);
  /** Of the texts themselves, once somebody has sorted by them. */
  private order: TextOrder | null = null;
  private keepsOrder = false;
  /** Of the texts that are not pooled none so far has a letter to be lowered. */
  private isLower = true;

  constructor(type: ColumnType) {
    this.type = type;
  }

  set(slot: number, cell: Cell): boolean {
    const value = typeof cell === "string" ? cell : null;
    const code = value === null ? 0 : this.codeOf(value);
    if (code < 0 && this.codes !== null) this.spread();
    if (this.codes === null) return this.setValue(slot, code > 0 ? (this.pool[code] as string) : value);
    if (slot >= this.codes.length) {
      const grown = new Uint16Array(Math.max(slot + 1, this.codes.length * 2));
      grown.set(this.codes);
      this.codes = grown;
    }
    if (this.codes[slot] === code) return false;
    this.codes[slot] = code;
    return true;
  }

  get(slot: number): string | null {
    if (this.codes === null) return this.values[slot] ?? null;
    const code = this.codes[slot] ?? 0;
    return code === 0 ? null : (this.pool[code] as string);
  }

  compare(a: number, b: number): number {
    if (this.codes !== null && this.codes[a] === this.codes[b]) return 0;
    const x = this.get(a);
    const y = this.get(b);
    if (x === null || y === null) return x === y ? 0 : x === null ? -1 : 1;
    return x < y ? -1 : x > y ? 1 : 0;
  }

  /** Whether the text passes (none is the empty one), looked at once for each that is pooled. */
  matcher(passes: (text: string) => boolean): (slot: number) => boolean {
    const memo: boolean[] = [];
    return (slot) => {
      if (this.codes === null) return passes(this.values[slot] ?? "");
      const code = this.codes[slot] ?? 0;
      memo[code] ??= passes(this.pool[code] as string);
      return memo[code];
    };
  }

  /** As `matcher`, of the text in small letters. */
  lowerMatcher(passes: (text: string) => boolean): (slot: number) => boolean {
    const pooled = this.matcher((text) => passes(text.toLowerCase()));
    return (slot) => {
      if (this.codes !== null || !this.isLower) return pooled(slot);
      return passes(this.values[slot] ?? "");
    };
  }

  /** Each different text is looked at once. */
  get isPooled(): boolean {
    return this.codes !== null;
  }

  level(desc: boolean): Level {
    if (this.codes === null) {
      const { values } = this;
      return { text: (slot) => values[slot] ?? null, desc };
    }
    const { codes } = this;
    const ranks = this.ranks();
    const sign = desc ? -1 : 1;
    return { number: (slot) => sign * (ranks[codes[slot] ?? 0] as number) };
  }

  digits(desc: boolean, slots: number): Digits {
    const { codes } = this;
    if (codes === null) return digitsOf(this.texts().ranks(slots), desc);
    const ranks = this.ranks();
    return digitsOf(
      new Uint32Array(slots).map((_, slot) => ranks[codes[slot] ?? 0] as number),
      desc,
    );
  }

  /** An order of many different texts is made as they come, not when somebody asks. */
  keepOrder(): void {
    this.keepsOrder = true;
  }

  gather(): void {
    this.order?.gather();
  }

  private texts(): TextOrder {
    if (this.order !== null) return this.order;
    this.order = new TextOrder((slot) => this.values[slot] ?? null);
    for (let slot = 0; slot < this.values.length; slot++) if (this.values[slot] !== null) this.order.touch(slot);
    return this.order;
  }

  /** Place of each pooled text among them; 0 for none. Made anew when the pool has grown. */
  private ranks(): Float64Array {
    const { pool } = this;
    if (this.ranked.length === pool.length) return this.ranked;
    const order = [...pool.keys()].slice(1);
    order.sort((a, b) => ((pool[a] as string) < (pool[b] as string) ? -1 : 1));
    this.ranked = new Float64Array(pool.length);
    for (const [at, code] of order.entries()) this.ranked[code] = at + 1;
    return this.ranked;
  }

  private setValue(slot: number, value: string | null): boolean {
    const { values } = this;
    if (slot < values.length && values[slot] === value) return false;
    while (values.length < slot) values.push(null);
    values[slot] = value;
    if (this.isLower && value !== null) this.isLower = value === value.toLowerCase();
    this.order?.touch(slot);
    return true;
  }

  /** Negative when the pool is full. */
  private codeOf(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    if (this.pool.length >= mostPooled) return -1;
    this.numbers.set(text, this.pool.length);
    return this.pool.push(text) - 1;
  }

  private spread(): void {
    const { codes } = this;
    if (codes === null) return;
    this.codes = null;
    this.values = Array.from(codes, (code) => (code === 0 ? null : (this.pool[code] as string)));
    this.isLower = this.values.every((value) => value === null || value === value.toLowerCase());
    if (this.keepsOrder) this.texts();
  }
}
