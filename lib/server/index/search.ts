/** Search over all tables of an index: what fits, the best first. */
import type { FoundObject } from "../../contract/kube-search.ts";
import type { Cell } from "../../contract/live.ts";
import { isCratonError } from "../http/craton-error.ts";
import type { Feed } from "./feed.ts";
import { columnWords, compileFilter } from "./filter.ts";
import { parseFilter } from "./filter-parse.ts";
import type { Scope } from "./scope.ts";
import type { Table } from "./table.ts";
import { visibleIn } from "./visible.ts";

/** `text` is of the filter's language; `limit` objects a kind. */
export type SearchWish = { text: string; scope: Scope; namespaces: string[]; limit: number };
export type Group = { kind: string; matched: number; objects: FoundObject[] };
export type Found = {
  /** Kinds with a match, those with the best one first. */
  groups: Group[];
  /** Kinds of the scope that are watched and not all there yet. */
  missing: string[];
};

/** How well a name fits: it is the text, begins with it, holds it, or the text is found elsewhere. */
type Rank = 0 | 1 | 2 | 3;

/** Mixed lists are left out: their rows are found in their own kinds. `bad-filter` when no kind understands the text. */
export function search(tables: Iterable<Table>, feed: Feed, wish: SearchWish, now: number): Found {
  const ranked: { rank: Rank; group: Group }[] = [];
  const missing: string[] = [];
  let fault: unknown = null;
  let understood = false;
  for (const table of tables) {
    const { name } = table.kind;
    if (table.kind.of !== undefined || !Object.hasOwn(wish.scope, name)) continue;
    const sources = feed.sources(name);
    if (sources.some(({ state, loading }) => state !== "live" || loading !== undefined)) missing.push(name);
    try {
      const found = searchTable(table, feed, wish, now);
      understood = true;
      if (found.group.matched > 0) ranked.push(found);
    } catch (error) {
      // A term may be of columns that other kinds have.
      if (!isCratonError(error) || error.code !== "bad-filter") throw error;
      fault = error;
    }
  }
  if (fault !== null && !understood) throw fault;
  ranked.sort((a, b) => a.rank - b.rank || (a.group.kind < b.group.kind ? -1 : 1));
  return { groups: ranked.map(({ group }) => group), missing };
}

function searchTable(table: Table, feed: Feed, wish: SearchWish, now: number): { rank: Rank; group: Group } {
  const { allows, table: shown } = visibleIn(table, feed, wish.scope, wish.namespaces);
  const { passes } = compileFilter(shown, wish.text, now);
  const rankOf = ranking(table, wish.text);
  const best: { slot: number; rank: Rank }[] = [];
  const isBefore = (a: { slot: number; rank: Rank }, b: { slot: number; rank: Rank }) =>
    a.rank !== b.rank ? a.rank < b.rank : (table.keys[a.slot] as string) < (table.keys[b.slot] as string);
  let matched = 0;
  for (let slot = 0; slot < table.slots; slot++) {
    if (!table.isAlive(slot) || !allows(slot) || !passes(slot)) continue;
    matched++;
    const one = { slot, rank: rankOf(slot) };
    const last = best.at(-1);
    if (best.length >= wish.limit && last && !isBefore(one, last)) continue;
    let at = best.length;
    while (at > 0 && isBefore(one, best[at - 1] as typeof one)) at--;
    best.splice(at, 0, one);
    if (best.length > wish.limit) best.pop();
  }
  const group = { kind: table.kind.name, matched, objects: best.map(({ slot }) => objectAt(table, slot)) };
  return { rank: best[0]?.rank ?? 3, group };
}

/** By the first free text of the search; without one all are alike. */
function ranking(table: Table, text: string): (slot: number) => Rank {
  const term = parseFilter(text, columnWords(table)).find(({ kind, not }) => kind === "text" && !not);
  const names = table.columns[table.position("name")];
  if (term?.kind !== "text" || term.text === "" || names === undefined) return () => 3;
  const wanted = term.text.toLowerCase();
  return (slot) => {
    const name = String(names.get(slot) ?? "").toLowerCase();
    if (name === wanted) return 0;
    return name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 3;
  };
}

function objectAt(table: Table, slot: number): FoundObject {
  const cell = (id: string): Cell => table.columns[table.position(id)]?.get(slot) ?? null;
  const status = table.status.get(slot);
  const created = cell("age");
  return {
    namespace: asText(cell("namespace")),
    name: asText(cell("name")) ?? "",
    status: status.word === "present" ? null : status,
    labels: asText(cell("labels")),
    created: typeof created === "number" ? created : null,
  };
}

const asText = (cell: Cell): string | null => (typeof cell === "string" ? cell : null);
