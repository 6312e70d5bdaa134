/**
 * Columns that are counted from objects of another kind, such as the pods of a node: they tell of those objects, so that only
 * who may list all of that kind sees them. For others they are empty, also to a filter and an order.
 */
import { NumberColumn } from "./column.ts";
import type { Digits } from "./rank-sort.ts";
import type { Scope } from "./scope.ts";
import type { Level } from "./sort.ts";
import type { Table } from "./table.ts";

type Join = {
  kind: string;
  /** Where a scope says whether all of that kind may be listed: no kind has such a name. */
  part: string;
  columns: ReadonlySet<string>;
};
/** By kind of a Kubernetes cluster. */
const joins: ReadonlyMap<string, Join> = new Map([
  ["nodes", { kind: "pods", part: "nodes/pods", columns: new Set(["pods", "cpu", "memory"]) }],
]);

/** The kind whose objects a list of this kind counts; null for most. */
export const joinedKind = (name: string): Join | null => joins.get(name) ?? null;

/** The table as a user of this scope may read it; the fleet's tables are whole. */
export function withoutJoined(table: Table, scope: Scope): Table {
  const join = "resource" in table.kind ? joinedKind(table.kind.name) : null;
  if (join === null || scope[join.part] === "all") return table;
  const columns = table.kind.columns.map(({ id, type }, at) =>
    join.columns.has(id) ? new EmptyColumn(type) : table.columns[at],
  );
  return Object.create(table, { columns: { value: columns } }) as Table;
}

class EmptyColumn extends NumberColumn {
  override raw(): number {
    return Number.NaN;
  }
  override compare(): number {
    return 0;
  }
  override level(): Level {
    return { number: () => Number.NEGATIVE_INFINITY };
  }
  override digits(): Digits {
    return [];
  }
}
