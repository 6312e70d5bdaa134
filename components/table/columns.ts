/** Which columns stand in a list and how wide. Pure. */
import type { Column, Kind } from "@/lib/contract/kinds.ts";

/** What a user chose for a kind; kept in this browser. */
export type ColumnPrefs = { shown: string[] | null; widths: Record<string, number> };
export const noPrefs: ColumnPrefs = { shown: null, widths: {} };

const narrowest = 48;
const widest = 900;
/** Columns of words share what room is left; numbers, states, ages and short codes keep their width. */
function isFlexible({ type, width }: Column): boolean {
  return type === "text" || (type === "mono" && width > 120);
}

/** In the order that was chosen, else the kind's. The URL's choice goes before the user's, that before the kind's own. */
export function shownColumns(kind: Kind, url: string[] | null, prefs: ColumnPrefs): Column[] {
  const chosen = new Set(url ?? prefs.shown ?? []);
  const shown = [...chosen].flatMap((id) => kind.columns.filter((column) => column.id === id));
  return shown.length > 0 ? shown : kind.columns.filter(({ hidden }) => !hidden);
}

/** `grid-template-columns` of a row; with `boxes` a first column for them. */
export function gridTemplate(columns: readonly Column[], prefs: ColumnPrefs, boxes: boolean): string {
  const parts = columns.map((column, at) => {
    const { id, width } = column;
    const own = prefs.widths[id];
    if (own !== undefined) return `${own}px`;
    return isFlexible(column)
      ? `minmax(${Math.max(at === 0 && width >= 200 ? 140 : 0, Math.round(width * 0.55))}px, ${width}fr)`
      : `${width}px`;
  });
  return [...(boxes ? ["36px"] : []), ...parts].join(" ");
}

/** Narrow screens: the first takes what the others leave. */
export function narrowTemplate(columns: readonly Column[], boxes: boolean): string {
  const parts = columns.map(({ type, width, title }, at) => {
    if (at === 0) return "minmax(0, 1fr)";
    if (type === "time") return title.length > 6 ? "92px" : "62px";
    return type === "status" ? "minmax(0, 142px)" : type === "text" ? "minmax(0, .8fr)" : `${Math.min(width, 112)}px`;
  });
  return [...(boxes ? ["36px"] : []), ...parts].join(" ");
}

export function resized(prefs: ColumnPrefs, column: string, width: number): ColumnPrefs {
  const kept = Math.round(Math.min(widest, Math.max(narrowest, width)));
  return { ...prefs, widths: { ...prefs.widths, [column]: kept } };
}

/** Back to sharing the room. */
export function unsized(prefs: ColumnPrefs, column: string): ColumnPrefs {
  const { [column]: _, ...widths } = prefs.widths;
  return { ...prefs, widths };
}

/** Shows or hides; the last one stays. What is shown comes before the first one that follows it in the kind's order. */
export function toggled(kind: Kind, shown: readonly Column[], column: string): string[] {
  const ids = shown.map(({ id }) => id);
  if (ids.includes(column)) return ids.length === 1 ? ids : ids.filter((id) => id !== column);
  const place = (id: string) => kind.columns.findIndex((one) => one.id === id);
  const before = ids.findIndex((id) => place(id) > place(column));
  const at = before < 0 ? ids.length : before;
  return [...ids.slice(0, at), column, ...ids.slice(at)];
}

/** One place to the left (-1) or to the right (1); at an end it stays. */
export function moved(shown: readonly Column[], column: string, by: -1 | 1): string[] {
  const ids = shown.map(({ id }) => id);
  const from = ids.indexOf(column);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return ids;
  const rest = ids.filter((id) => id !== column);
  return [...rest.slice(0, to), column, ...rest.slice(to)];
}

/** What was kept, if it can be trusted: the store of a browser is anybody's. */
export function readPrefs(text: string | null): ColumnPrefs {
  if (text === null) return noPrefs;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return noPrefs;
    const shown =
      "shown" in value && Array.isArray(value.shown) ? value.shown.filter((id) => typeof id === "string") : null;
    const widths: Record<string, number> = {};
    if ("widths" in value && typeof value.widths === "object" && value.widths !== null) {
      for (const [id, width] of Object.entries(value.widths)) {
        if (typeof width === "number" && width >= narrowest && width <= widest) widths[id] = width;
      }
    }
    return { shown, widths };
  } catch {
    return noPrefs;
  }
}
