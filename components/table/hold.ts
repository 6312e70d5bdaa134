/**
 * Rows do not move under the pointer. While it is over the list, the order that it found is kept: known rows still
 * change their cells, rows that went stay where they were and are marked, new ones wait. Pure.
 */
import type { Row } from "@/lib/contract/live.ts";
import type { Page } from "./selection.ts";

export type HeldPage = Page & {
  /** Keys that are shown but gone. */
  gone: ReadonlySet<string>;
  /** How many rows wait to be shown. */
  waiting: number;
};

const none: ReadonlySet<string> = new Set();

/** The page as it comes. */
export function flowing(page: Page): HeldPage {
  return { ...page, gone: none, waiting: 0 };
}

/** `order` is the page that the pointer found, `now` the newest; they must be of one query and one place. */
export function holding(order: Page, now: Page): HeldPage {
  if (order.rows === now.rows) return flowing(now);
  const newest = new Map(now.rows.map((row) => [row.key, row]));
  const gone = new Set<string>();
  const rows = order.rows.map((row): Row => {
    const newer = newest.get(row.key);
    if (newer) newest.delete(row.key);
    else gone.add(row.key);
    return newer ?? row;
  });
  // What came in above pushed as many out at the end of the page: they are not gone, only out of reach.
  for (let i = rows.length - 1, pushed = newest.size; i >= 0 && pushed > 0; i--, pushed--) {
    const key = rows[i]?.key ?? "";
    if (!gone.delete(key)) break;
  }
  const moved = gone.size > 0 || newest.size > 0 || rows.some((row, i) => row.key !== now.rows[i]?.key);
  return moved ? { rows, from: order.from, gone, waiting: newest.size } : flowing(now);
}
