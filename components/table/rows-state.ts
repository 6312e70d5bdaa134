/** What stands in place of a list's rows. Pure. */
import type { WindowState } from "@/lib/api/live/window.ts";

/** Null: its rows. `unheard`: no source has said anything, and none is about to. */
export type RowsState = "loading" | "error" | "unheard" | "empty" | null;

/** `count`: rows to show. Nothing there is only said when every source has been heard to its end. */
export function rowsState(view: Pick<WindowState, "state" | "error" | "counts" | "sources">, count: number): RowsState {
  const { state, error, counts, sources } = view;
  if (state === "error" && error?.code !== "bad-filter") return "error";
  if (counts === null) return "loading";
  if (count > 0) return null;
  if (sources.some(({ loading }) => loading !== undefined)) return "loading";
  if (sources.length === 0 || sources.some(({ asOf }) => asOf !== null)) return "empty";
  return sources.some((source) => source.state === "down") ? "unheard" : "loading";
}
