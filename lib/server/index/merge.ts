/** Puts a few sorted slots into many. */

/**
 * `sorted` without the flagged slots, with `added` (sorted too) at their places. With few added, copies runs and searches places
 * by halves; with many, goes through both.
 */
export function merge(
  sorted: Int32Array,
  flagged: Uint8Array,
  added: Int32Array,
  compare: (a: number, b: number) => number,
): Int32Array<ArrayBuffer> {
  const kept = new Int32Array(sorted.length + added.length);
  let length = 0;
  for (let at = 0; at < sorted.length; at++) {
    const slot = sorted[at] as number;
    if (flagged[slot] === 0) kept[length++] = slot;
  }
  if (added.length === 0) return kept.slice(0, length);
  const total = length + added.length;
  if (added.length * 16 > length) zip(kept, length, added, compare);
  else insert(kept, length, added, compare);
  return total === kept.length ? kept : kept.slice(0, total);
}

/** From the end, within the same array: what stands behind the insertion point moves up by what is still to come. */
function insert(kept: Int32Array, length: number, added: Int32Array, compare: (a: number, b: number) => number): void {
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
}

/** From the end too: the place that is written is never before the one that is read. */
function zip(kept: Int32Array, length: number, added: Int32Array, compare: (a: number, b: number) => number): void {
  let left = length - 1;
  let right = added.length - 1;
  for (let to = length + added.length - 1; right >= 0; to--) {
    const slot = added[right] as number;
    if (left >= 0 && compare(kept[left] as number, slot) > 0) kept[to] = kept[left--] as number;
    else {
      kept[to] = slot;
      right--;
    }
  }
}
