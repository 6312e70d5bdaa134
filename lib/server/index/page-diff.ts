/** The row operations that turn one page into another: the inverse of lib/api/live/page.ts. Pure. */
import type { Column } from "../../contract/kinds.ts";
import type { Cell, Row, RowOps } from "../../contract/live.ts";

/** A row as it was sent: cells in the order of the kind's columns. */
export type SentRow = { key: string; cells: readonly Cell[]; stale: boolean };

export function toRow(row: SentRow, columns: readonly Column[]): Row {
  const cells: Record<string, Cell> = {};
  for (const [at, { id }] of columns.entries()) cells[id] = row.cells[at] ?? null;
  return row.stale ? { key: row.key, cells, stale: true } : { key: row.key, cells };
}

/** null when nothing changed. `kept` is how many rows stay: none means that a snapshot says it shorter. */
export function diffPage(
  before: readonly SentRow[],
  after: readonly SentRow[],
  columns: readonly Column[],
): { ops: RowOps | null; kept: number } {
  const places = new Map(before.map(({ key }, at) => [key, at]));
  const stay = inOrder(after.map(({ key }) => places.get(key) ?? -1));
  const remaining = new Set(stay.map((at) => after[at]?.key));
  const remove = before.flatMap(({ key }) => (remaining.has(key) ? [] : [key]));
  const put: NonNullable<RowOps["put"]> = [];
  const set: NonNullable<RowOps["set"]> = [];
  for (const [at, row] of after.entries()) {
    if (!remaining.has(row.key)) {
      put.push({ at, row: toRow(row, columns) });
      continue;
    }
    const change = changeOf(before[places.get(row.key) ?? -1] as SentRow, row, columns);
    if (change !== null) set.push(change);
  }
  const ops: RowOps = {};
  if (remove.length > 0) ops.remove = remove;
  if (put.length > 0) ops.put = put;
  if (set.length > 0) ops.set = set;
  return { ops: Object.keys(ops).length > 0 ? ops : null, kept: stay.length };
}

function changeOf(
  before: SentRow,
  after: SentRow,
  columns: readonly Column[],
): NonNullable<RowOps["set"]>[number] | null {
  const cells: Record<string, Cell> = {};
  let changed = false;
  for (const [at, { id }] of columns.entries()) {
    const now = after.cells[at] ?? null;
    if (isSame(before.cells[at] ?? null, now)) continue;
    cells[id] = now;
    changed = true;
  }
  if (before.stale !== after.stale) return { key: after.key, cells, stale: after.stale };
  return changed ? { key: after.key, cells } : null;
}

/** Status cells are the same object while they are the same. */
function isSame(a: Cell, b: Cell): boolean {
  return a === b || Object.is(a, b);
}

/** Positions of the longest run of growing values, -1 left out: the rows that need not move. */
export function inOrder(values: readonly number[]): number[] {
  const ends: number[] = [];
  const previous = new Int32Array(values.length).fill(-1);
  for (const [at, value] of values.entries()) {
    if (value < 0) continue;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((values[ends[middle] as number] as number) < value) low = middle + 1;
      else high = middle;
    }
    if (low > 0) previous[at] = ends[low - 1] as number;
    ends[low] = at;
  }
  const found: number[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at] as number) found.push(at);
  return found.reverse();
}
