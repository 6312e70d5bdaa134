/** A total order of rows: the wanted columns, then the key, so that equal rows never trade places. */
import { CratonError } from "../../contract/errors.ts";
import type { WindowQuery } from "../../contract/live.ts";
import { rankSort } from "./rank-sort.ts";
import { type Level, sortSlots } from "./sort.ts";
import { columnBit, type Table } from "./table.ts";

export type Order = {
  compare(a: number, b: number): number;
  /** Sorts in place. */
  sort(slots: Int32Array): void;
  /** Columns that it reads, as bits. */
  mask: number;
};

/** From so many rows on, and so large a part of all, their values are ranked and counted; fewer are sorted by themselves. */
const leastRanked = 2_048;
const smallestPart = 1 / 16;

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
    if (slots.length >= leastRanked && slots.length >= table.slots * smallestPart) {
      const columns = steps.map(({ store, desc }) => store.digits(desc, table.slots));
      rankSort(slots, table.keyOrder, columns);
      return;
    }
    const levels: Level[] = steps.map(({ store, desc }) => store.level(desc));
    sortSlots(slots, [...levels, { text: (slot) => keys[slot] as string, desc: false }], compare);
  };
  return { compare, sort: sortAll, mask };
}
