/**
 * Sorts many rows without comparing any: they are taken in the order of their keys, then counted into place by the numbers that
 * stand for each column's values, the last column first. Each pass keeps what the one before made, so that equal rows stay in
 * the order of their keys. 150,000 rows take some 10 ms.
 */
import type { TextOrder } from "./text-order.ts";

/** Numbers by slot that order as a column does, 32 bits each, the least telling first. Already turned round for descending ones. */
export type Digits = readonly Uint32Array[];

const bucketBits = 16;
const buckets = 1 << bucketBits;

/** In place. `columns` from the first to the last of the order; `slots` each at most once, all of them known to `keys`. */
export function rankSort(slots: Int32Array, keys: TextOrder, columns: readonly Digits[]): void {
  inKeyOrder(slots, keys.slots());
  countingPasses(slots, columns);
}

/** Sorts in place by the columns, from the first to the last; what is equal in all stays as it stands. */
export function countingPasses(slots: Int32Array, columns: readonly Digits[]): void {
  const counts = new Uint32Array(buckets);
  let from = slots;
  let to: Int32Array = new Int32Array(slots.length);
  for (const digits of columns.toReversed()) {
    for (const values of digits) {
      for (let shift = 0; shift < 32; shift += bucketBits) {
        if (!pass(from, to, values, shift, counts)) continue;
        [from, to] = [to, from];
      }
    }
  }
  if (from !== slots) slots.set(from);
}

function inKeyOrder(slots: Int32Array, sorted: Int32Array): void {
  let highest = 0;
  for (const slot of slots) if (slot > highest) highest = slot;
  const isWanted = new Uint8Array(highest + 1);
  for (const slot of slots) isWanted[slot] = 1;
  let length = 0;
  for (let at = 0; at < sorted.length; at++) {
    const slot = sorted[at] as number;
    if (slot <= highest && isWanted[slot] === 1) slots[length++] = slot;
  }
}

/** One counting sort; false when all rows have the same digit, and nothing was written. */
function pass(from: Int32Array, to: Int32Array, values: Uint32Array, shift: number, counts: Uint32Array): boolean {
  const last = buckets - 1;
  if (from.length === 0) return false;
  counts.fill(0);
  for (let at = 0; at < from.length; at++) {
    const digit = ((values[from[at] as number] as number) >>> shift) & last;
    counts[digit] = (counts[digit] as number) + 1;
  }
  const first = ((values[from[0] as number] as number) >>> shift) & last;
  if (counts[first] === from.length) return false;
  let begin = 0;
  for (let digit = 0; digit < buckets; digit++) {
    const count = counts[digit] as number;
    counts[digit] = begin;
    begin += count;
  }
  for (let at = 0; at < from.length; at++) {
    const slot = from[at] as number;
    const digit = ((values[slot] as number) >>> shift) & last;
    const place = counts[digit] as number;
    to[place] = slot;
    counts[digit] = place + 1;
  }
  return true;
}

/** Ranks as the digits of a column. */
export function digitsOf(ranks: Uint32Array, desc: boolean): Digits {
  return [desc ? ranks.map((rank) => 0xffffffff - rank) : ranks];
}
