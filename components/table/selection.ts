/** What is chosen in a list, and where its cursor is: by key, so that rows may come and go around it. Pure. */
import type { Row } from "@/lib/contract/live.ts";

export type Selection = {
  /** Chosen rows as they were seen last. */
  chosen: ReadonlyMap<string, Row>;
  /** Row of the keyboard; null before the first key. */
  cursor: { key: string; index: number } | null;
  /** Where a shift-press starts from. */
  anchor: number | null;
};

/** `rows` stands at `from` in the whole list; only rows that are held can be reached by a range. */
export type Page = { rows: readonly Row[]; from: number };

export const noSelection: Selection = { chosen: new Map(), cursor: null, anchor: null };

export type SelectionAction =
  | { type: "toggle"; index: number; page: Page }
  | { type: "range"; index: number; page: Page }
  | { type: "move"; index: number; page: Page }
  | { type: "choose"; rows: readonly Row[] }
  | { type: "clear" }
  /** Newer rows, and keys that are known to be gone. */
  | { type: "refresh"; rows: readonly Row[] };

const at = (page: Page, index: number): Row | undefined => page.rows[index - page.from];

export function select(state: Selection, action: SelectionAction): Selection {
  switch (action.type) {
    case "toggle": {
      const row = at(action.page, action.index);
      if (!row) return state;
      const chosen = new Map(state.chosen);
      if (!chosen.delete(row.key)) chosen.set(row.key, row);
      return { chosen, cursor: { key: row.key, index: action.index }, anchor: action.index };
    }
    case "range": {
      const row = at(action.page, action.index);
      if (!row) return state;
      const start = state.anchor ?? action.index;
      const chosen = new Map(state.chosen);
      for (let i = Math.min(start, action.index); i <= Math.max(start, action.index); i++) {
        const one = at(action.page, i);
        if (one) chosen.set(one.key, one);
      }
      return { chosen, cursor: { key: row.key, index: action.index }, anchor: start };
    }
    case "move": {
      const row = at(action.page, action.index);
      const anchor = action.index;
      // A place that is not held yet keeps its index; its key comes with its row.
      return { ...state, cursor: { key: row?.key ?? "", index: action.index }, anchor };
    }
    case "choose":
      return { ...state, chosen: new Map(action.rows.map((row) => [row.key, row])) };
    case "clear":
      return state.chosen.size === 0 ? state : { ...state, chosen: new Map(), anchor: null };
    case "refresh": {
      const newer = action.rows.filter((row) => state.chosen.has(row.key) && state.chosen.get(row.key) !== row);
      if (newer.length === 0) return state;
      const chosen = new Map(state.chosen);
      for (const row of newer) chosen.set(row.key, row);
      return { ...state, chosen };
    }
  }
}

/** Where the cursor's row stands now: it follows its key while that is held, else keeps its place. */
export function cursorIndex(state: Selection, page: Page): number | null {
  if (state.cursor === null) return null;
  const found = state.cursor.key === "" ? -1 : page.rows.findIndex((row) => row.key === state.cursor?.key);
  return found >= 0 ? found + page.from : state.cursor.index;
}
