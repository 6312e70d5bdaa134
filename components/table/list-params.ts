/** What a list's URL holds: filter, chips, sort, columns. Unknown columns in an old link are dropped, never an error. */
import type { Kind } from "@/lib/contract/kinds.ts";

export type Sort = { column: string; desc: boolean };
export type ListParams = {
  filter: string;
  /** Chosen chips; empty is all. */
  status: string[];
  sort: Sort[];
  /** Columns to show; null leaves it to what was chosen last. */
  columns: string[] | null;
};

const mostSorts = 2;

export function readParams(kind: Kind, params: URLSearchParams): ListParams {
  const known = new Set(kind.columns.map((column) => column.id));
  const sort = (params.get("sort") ?? "")
    .split(",")
    .filter(Boolean)
    .map((part) => ({ column: part.replace(/^-/, ""), desc: part.startsWith("-") }))
    .filter(({ column }) => known.has(column))
    .slice(0, mostSorts);
  const columns =
    params
      .get("columns")
      ?.split(",")
      .filter((id) => known.has(id)) ?? [];
  return {
    filter: (params.get("filter") ?? "").slice(0, 2048),
    status: params.getAll("status").filter(Boolean).slice(0, 32),
    sort: sort.length > 0 ? sort : kind.sort,
    columns: columns.length > 0 ? columns : null,
  };
}

/** The same as a query string; what equals the kind's default is left out. Other parameters stay. */
export function writeParams(kind: Kind, value: ListParams, before: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams(before);
  for (const key of ["filter", "status", "sort", "columns"]) params.delete(key);
  if (value.filter !== "") params.set("filter", value.filter);
  for (const word of value.status) params.append("status", word);
  const sort = sortText(value.sort);
  if (sort !== "" && sort !== sortText(kind.sort)) params.set("sort", sort);
  if (value.columns !== null) params.set("columns", value.columns.join(","));
  return params;
}

function sortText(sort: Sort[]): string {
  return sort.map(({ column, desc }) => (desc ? `-${column}` : column)).join(",");
}

/** A press on a column's head: sorts by it, turns it around, and with `add` (shift) makes it the second. */
export function pressSort(sort: Sort[], column: string, add: boolean): Sort[] {
  const at = sort.findIndex((one) => one.column === column);
  const held = sort[at];
  if (add && sort.length > 0) {
    if (held) return sort.map((one, i) => (i === at ? { column, desc: !one.desc } : one));
    return [...sort.slice(0, mostSorts - 1), { column, desc: false }];
  }
  return [{ column, desc: held !== undefined && at === 0 ? !held.desc : false }];
}

/** A press on a chip: on and off, several at once. */
export function pressChip(status: string[], word: string): string[] {
  return status.includes(word) ? status.filter((one) => one !== word) : [...status, word];
}
