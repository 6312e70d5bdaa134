/**
 * Sorts many texts of plain letters by counting: four letters of each as one number, the last four first. The texts are read once,
 * in the order in which they lie in memory.
 */
import { countingPasses } from "./rank-sort.ts";

/** Longer texts, and letters that do not fit a byte, are for others to sort. */
const longest = 64;
const highest = 253;
const allEnd = 0x01010101;

/** In place; null below the empty text, equal texts stay as they stand. False, with nothing done, when a text does not fit. */
export function letterSort(slots: Int32Array, text: (slot: number) => string | null): boolean {
  const groups: Uint32Array[] = [];
  let length = 0;
  for (const slot of slots) length = Math.max(length, text(slot)?.length ?? 0);
  if (length > longest) return false;
  for (let at = 0; at <= length; at += 4) groups.push(new Uint32Array(slots.length));
  for (let place = 0; place < slots.length; place++) {
    const one = text(slots[place] as number);
    if (one === null) continue;
    for (let group = 0; group < groups.length; group++) {
      const number = fourLetters(one, group * 4);
      if (number < 0) return false;
      (groups[group] as Uint32Array)[place] = number;
    }
  }
  const order = Int32Array.from(slots.keys());
  countingPasses(order, [groups.toReversed()]);
  slots.set(order.map((place) => slots[place] as number));
  return true;
}

/** Letters from `at` on as the bytes of a number, the end of the text below every letter; -1 when one does not fit. */
function fourLetters(text: string, at: number): number {
  if (at >= text.length) return allEnd;
  let number = 0;
  for (let from = at; from < at + 4; from++) {
    const letter = from < text.length ? text.charCodeAt(from) : -1;
    if (letter > highest) return -1;
    number = (number << 8) | (letter + 2);
  }
  return number >>> 0;
}
