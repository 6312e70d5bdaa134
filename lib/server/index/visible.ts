/** Which rows of a table a scope allows, and which columns of them. */
import type { Feed } from "./feed.ts";
import { withoutJoined } from "./joined-columns.ts";
import { type KindScope, narrow, type Scope } from "./scope.ts";
import type { Table } from "./table.ts";

export type Visible = {
  /** The table without the columns that this user may not see. */
  table: Table;
  /** What it allows, narrowed to the wanted namespaces. */
  scope: Scope;
  /** Whether a row that is alive may be shown. */
  allows(slot: number): boolean;
};

/** A kind without namespaces takes no notice of the wanted ones, and shows nothing unless all of it is allowed. */
export function visibleIn(table: Table, feed: Feed, scope: Scope, namespaces: readonly string[]): Visible {
  const column = table.columns[table.position("namespace")];
  const narrowed = column === undefined ? scope : narrow(scope, namespaces);
  const shown = withoutJoined(table, scope);
  const test = (one: KindScope): ((slot: number) => boolean) => {
    if (one === "all") return () => true;
    if (one === "none" || column === undefined) return () => false;
    const names = new Set<unknown>(one);
    return (slot) => names.has(column.get(slot));
  };
  if (table.kind.of === undefined)
    return { table: shown, scope: narrowed, allows: test(entry(narrowed, table.kind.name)) };
  const byKind = new Map(table.kind.of.map((kind) => [kind, test(entry(narrowed, kind))]));
  /** By number of the source, as they are met. */
  const bySource: ((slot: number) => boolean)[] = [];
  const allows = (slot: number): boolean => {
    const source = table.sources[slot] ?? -1;
    if (source < 0) return false;
    let known = bySource[source];
    if (known === undefined) {
      known = byKind.get(feed.kindOf(source)) ?? (() => false);
      bySource[source] = known;
    }
    return known(slot);
  };
  return { table: shown, scope: narrowed, allows };
}

/** Own properties only: a kind may be called `constructor`. */
function entry(scope: Scope, kind: string): KindScope {
  return Object.hasOwn(scope, kind) ? (scope[kind] ?? "none") : "none";
}
