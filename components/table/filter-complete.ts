/** What could be meant by the word at the caret: a column, or a value of the column that stands there. Pure. */
import type { Kind } from "@/lib/contract/kinds.ts";
import { quote, readFilter } from "./filter-syntax.ts";

export type Completion = {
  /** What it puts into the text, from `start` to `end`. */
  insert: string;
  start: number;
  end: number;
  label: string;
  note: string;
};

/** Values that are known for a column, commonest first. */
export type KnownValues = (column: string) => { value: string; note: string }[];

const most = 8;

export function complete(kind: Kind, text: string, caret: number, values: KnownValues): Completion[] {
  const term = readFilter(kind, text).find(({ start, end }) => caret > start && caret <= end);
  if (term?.column) {
    const { column, valueStart } = term;
    if (caret < valueStart) return [];
    const begun = term.value.toLowerCase();
    return values(column.id)
      .filter(({ value }) => value.toLowerCase().includes(begun) && value !== term.value)
      .slice(0, most)
      .map(({ value, note }) => ({ insert: `${quote(value)} `, start: valueStart, end: term.end, label: value, note }));
  }
  const start = term?.valueStart ?? caret;
  const begun = (term?.value ?? "").toLowerCase();
  if (term === undefined && text.trim() !== "" && !/\s$/.test(text.slice(0, caret))) return [];
  return kind.columns
    .filter(({ id, title }) => id.toLowerCase().startsWith(begun) || title.toLowerCase().startsWith(begun))
    .slice(0, term ? most : kind.columns.length)
    .map(({ id, title, type }) => ({
      insert: `${id}${type === "text" || type === "mono" || type === "status" ? ":" : type === "time" ? "<" : ">"}`,
      start,
      end: term?.end ?? caret,
      label: id,
      note: title.toLowerCase() === id.toLowerCase() ? "" : title,
    }));
}

/** The text after a completion, and where the caret goes. */
export function applyCompletion(text: string, completion: Completion): { text: string; caret: number } {
  const { insert, start, end } = completion;
  const after = text.slice(end).replace(/^ /, insert.endsWith(" ") ? "" : " ");
  return { text: `${text.slice(0, start)}${insert}${after}`, caret: start + insert.length };
}
