/** A total order of rows: the wanted columns, then the key, so that equal rows never trade places. */
import { CratonError } from "../../contract/errors.ts";
import type { WindowQuery } from "../../contract/live.ts";
import { type Level, sortSlots } from "./sort.ts";
import { columnBit, type Table } from "./table.ts";

export type Order = {
  compare(a: number, b: number): number;
  /** Sorts in place. */
  sort(slots: Int32Array): void;
  /** Columns that it reads, as bits. */
  mask: number;
};

/** `bad-request` for a column that the kind does not have. An empty sort is the kind's own. */
export function orderOf(table: Table, sort: WindowQuery["sort"]): Order {
  const wanted = sort.length > 0 ? sort : table.kind.sort;
  const steps = wanted.map(({ column, desc }) => {
    const at = table.position(column);
    const store = table.columns[at];
    if (!store)
      throw new CratonError("bad-request", { why: `${table.kind.name} have no column ${column.slice(0, 64)}` });
    return { store, at, desc, sign: desc ? -1 : 1 };
  });
  const { keys } = table;
  const mask = steps.reduce((bits, { at }) => bits | columnBit(at), 0);
  const compare = (a: number, b: number): number => {
    for (const { store, sign } of steps) {
      const way = store.compare(a, b);
      if (way !== 0) return way * sign;
    }
    const x = keys[a] as string;
    const y = keys[b] as string;
    return x < y ? -1 : x > y ? 1 : 0;
  };
  const sortAll = (slots: Int32Array) => {
    const levels: Level[] = steps.map(({ store, desc }) => store.level(desc));
    sortSlots(slots, [...levels, { text: (slot) => keys[slot] as string, desc: false }], compare);
  };
  return { compare, sort: sortAll, mask };
}

/**
 * `sorted` without the flagged slots, with `added` (sorted too) at their places. Copies runs, searches places by halves:
 * cheap when few change among many.
 */
export function merge(
  sorted: Int32Array,
  flagged: Uint8Array,
  added: Int32Array,
  compare: Order["compare"],
): Int32Array<ArrayBuffer> {
  const kept = new Int32Array(sorted.length + added.length);
  let length = 0;
  for (let at = 0; at < sorted.length; at++) {
    const slot = sorted[at] as number;
    if (flagged[slot] === 0) kept[length++] = slot;
  }
  if (added.length === 0) return kept.slice(0, length);
  // From the end, within the same array: what stands behind the insertion point moves up by what is still to come.
  let end = length;
  for (let left = added.length - 1; left >= 0; left--) {
    const slot = added[left] as number;
    let low = 0;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(kept[middle] as number, slot) < 0) low = middle + 1;
      else high = middle;
    }
    kept.copyWithin(low + left + 1, low, end);
    kept[low + left] = slot;
    end = low;
  }
  return kept.slice(0, length + added.length);
}
