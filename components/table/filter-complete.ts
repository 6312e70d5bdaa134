/** What could be meant by the word at the caret: a column, or a value of the column that stands there. Pure. */
import type { Column, Kind } from "@/lib/contract/kinds.ts";
import { filterColumns, quote, readFilter } from "./filter-syntax.ts";

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
  const end = term?.end ?? caret;
  const columns = filterColumns(kind);
  const whole = columns.find(({ id }) => id === term?.value);
  if (whole !== undefined) return operatorsOf(whole).map(([sign, note]) => operator(whole, sign, note, start, end));
  return columns
    .filter(({ id, title }) => id.toLowerCase().startsWith(begun) || title.toLowerCase().startsWith(begun))
    .slice(0, term ? most : columns.length)
    .map((column) => {
      const [sign] = operatorsOf(column)[0] ?? [":"];
      const { id, title } = column;
      return {
        insert: `${id}${sign}`,
        start,
        end,
        label: id,
        note: title.toLowerCase() === id.toLowerCase() ? "" : title,
      };
    });
}

function operator({ id }: Column, sign: string, note: string, start: number, end: number): Completion {
  return { insert: `${id}${sign}`, start, end, label: `${id}${sign}`, note };
}

/** The usual one first. */
function operatorsOf({ id, type }: Column): [sign: string, note: string][] {
  if (id === "label") return [[":", "has the label"]];
  switch (type) {
    case "time":
      return [
        ["<", "younger than"],
        [">", "older than"],
      ];
    case "number":
    case "bytes":
    case "cores":
      return [
        [">", "more than"],
        ["<", "less than"],
        ["=", "is"],
        ["!=", "is not"],
        [">=", "at least"],
        ["<=", "at most"],
      ];
    default:
      return [
        [":", "holds"],
        ["=", "is"],
        ["!=", "is not"],
      ];
  }
}

/** The text after a completion, and where the caret goes. */
export function applyCompletion(text: string, completion: Completion): { text: string; caret: number } {
  const { insert, start, end } = completion;
  const after = text.slice(end).replace(/^ /, insert.endsWith(" ") ? "" : " ");
  return { text: `${text.slice(0, start)}${insert}${after}`, caret: start + insert.length };
}
