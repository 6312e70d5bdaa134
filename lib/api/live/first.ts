/** The window whose rows stand in a page's HTML already: what the list shows until its live window answers. Pure. */
import type { ServerMessage, WindowQuery } from "../../contract/live.ts";
import type { WindowState } from "./window.ts";

export type FirstWindow = { query: WindowQuery; state: WindowState };
type Snapshot = Extract<ServerMessage, { op: "snapshot" }>;

/** `asOf`: the server's clock when it was read, ms since the epoch. */
export function firstWindow(query: WindowQuery, page: Snapshot, asOf: number): FirstWindow {
  const { rows, from, counts, sources } = page;
  return { query, state: { state: "first", rows, from, counts, sources, error: null, pending: true, asOf } };
}

/** Whether the page belongs to this query. How many rows either asks for makes no difference. */
export function isOf(first: FirstWindow, query: WindowQuery): boolean {
  return JSON.stringify({ ...first.query, rows: 0 }) === JSON.stringify({ ...query, rows: 0 });
}
