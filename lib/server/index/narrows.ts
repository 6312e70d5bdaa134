/**
 * Whether what passes one filter certainly passes another: somebody who types on narrows what is found already, so that only that is looked
 * through again. Says no where it cannot tell.
 */
import { NumberColumn } from "./column.ts";
import type { Filter } from "./filter.ts";
import type { Term } from "./filter-parse.ts";
import type { Table } from "./table.ts";

/** Ages pass with time, so that what was found a second ago says nothing. Both filters are of this table. */
export function narrows(table: Table, from: Filter, to: Filter): boolean {
  if (from.ages !== null) return false;
  return from.terms.every((old) => to.terms.some((term) => implies(table, term, old)));
}

function implies(table: Table, term: Term, old: Term): boolean {
  if (term.not !== old.not) return false;
  if (isSame(term, old)) return true;
  if (term.not) return false;
  if (term.kind === "text" && old.kind === "text") return holds(term.text, old.text);
  if (term.kind !== "column" || old.kind !== "column" || term.column !== old.column || old.operator !== ":")
    return false;
  const isText = !(table.columns[table.position(term.column)] instanceof NumberColumn);
  return isText && (term.operator === ":" || term.operator === "=") && holds(term.value, old.value);
}

const holds = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());

/** But for where they stand. */
function isSame(a: Term, b: Term): boolean {
  const plain = (term: Term) => JSON.stringify({ ...term, at: 0, from: 0 });
  return plain(a) === plain(b);
}
