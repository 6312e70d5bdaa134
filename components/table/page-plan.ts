/** Which rows to ask for while the reader scrolls: enough on both sides, in steps, so that a small scroll asks for nothing. */

/** Rows beside the visible ones, on each side. */
const margin = 40;
/** The server's limit for one page. */
const most = 200;
const step = 20;

export type Span = { from: number; rows: number };

/** Null when the held span does well. `first`..`last` (inclusive) are visible, `count` rows are there. */
export function planPage(held: Span, first: number, last: number, count: number): Span | null {
  const end = Math.max(1, count);
  const top = Math.max(0, Math.min(first, end - 1));
  const bottom = Math.max(top, Math.min(last, end - 1));
  const near = step / 2;
  const enough = held.from <= Math.max(0, top - near) && held.from + held.rows >= Math.min(end, bottom + 1 + near);
  if (enough) return null;
  const from = Math.max(0, Math.floor((top - margin) / step) * step);
  const rows = Math.min(most, Math.ceil((bottom + 1 + margin - from) / step) * step);
  return from === held.from && rows === held.rows ? null : { from, rows };
}
