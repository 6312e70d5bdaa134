import fc from "fast-check";
import { expect, test } from "vitest";
import type { Cell } from "../../contract/live.ts";
import { windowQuery } from "../../contract/live.ts";
import type { Feed } from "./feed.ts";
import { isNothing, type KindScope, narrow, type Scope, scopeKey } from "./scope.ts";
import { search } from "./search.ts";
import { Table, type TableKind } from "./table.ts";
import { ViewCache } from "./view-cache.ts";
import { Window } from "./window.ts";

const namespaces = ["a", "b", "c"];
/** Sources 0 and 1 are deployments, 2 and 3 statefulsets. */
const feed: Feed = {
  tick: 0,
  want: () => {},
  release: () => {},
  sources: () => [],
  isStale: () => false,
  kindOf: (source) => (source < 2 ? "deployments.apps" : "statefulsets.apps"),
};
const column = (id: string, type: "text" | "status") => ({ id, title: id, type, width: 1 });
const mixed: TableKind = {
  name: "workloads",
  title: "Workloads",
  columns: [column("name", "text"), column("namespace", "text"), column("status", "status")],
  status: "status",
  sort: [{ column: "name", desc: false }],
  of: ["deployments.apps", "statefulsets.apps"],
};
const plain: TableKind = { ...mixed, name: "deployments.apps", of: undefined };

const kindScope = fc.oneof(
  fc.constantFrom<KindScope>("all", "none"),
  fc.subarray(namespaces).map((names): KindScope => names),
);
const anyScope: fc.Arbitrary<Scope> = fc.dictionary(
  fc.constantFrom("deployments.apps", "statefulsets.apps", "constructor"),
  kindScope,
);
const change = fc.record({
  name: fc.constantFrom(..."uvwxyz"),
  namespace: fc.constantFrom(...namespaces),
  source: fc.nat(3),
  word: fc.constantFrom("Running", "Pending"),
  remove: fc.boolean(),
});

test.each([
  ["mixed", mixed],
  ["plain", plain],
])("a view of a %s list shows and counts what its scope allows, and nothing else, through all changes", (_, kind) => {
  fc.assert(
    fc.property(
      anyScope,
      fc.subarray(namespaces),
      fc.array(change, { maxLength: 40 }),
      fc.constantFrom("", "name:u", "status=Running"),
      (scope, wanted, changes, filter) => {
        const table = new Table(kind);
        const cache = new ViewCache(feed);
        const wish = { namespaces: wanted, filter, status: [], sort: [] };
        const early = cache.get(table, wish, scope);
        const held = new Map<string, { namespace: string; source: number; word: string; name: string }>();
        for (const { name, namespace, source, word, remove } of changes) {
          // A key keeps its source, as it does in a feed.
          const key = `${source}/${namespace}/${name}`;
          if (remove) table.remove(key);
          else {
            const cells: Cell[] = [name, namespace, { word, tone: "ok" }];
            table.put(key, source, cells);
          }
          if (remove) held.delete(key);
          else held.set(key, { namespace, source, word, name });
          cache.update(table, () => true);
          table.settle();
        }
        const may = (row: { namespace: string; source: number }) => {
          const name = kind.of === undefined ? kind.name : feed.kindOf(row.source);
          const one = new Map(Object.entries(scope)).get(name) ?? "none";
          if (wanted.length > 0 && !wanted.includes(row.namespace)) return false;
          return one === "all" || (one !== "none" && one.includes(row.namespace));
        };
        const passes = (row: { name: string; word: string }) =>
          filter === "" || (filter === "name:u" ? row.name.includes("u") : row.word === "Running");
        const seen = [...held].filter(([, row]) => may(row));
        const matched = seen.filter(([, row]) => passes(row));
        const byStatus: Record<string, number> = {};
        for (const [, { word }] of matched) byStatus[word] = (byStatus[word] ?? 0) + 1;
        const late = new ViewCache(feed).get(table, wish, scope);
        for (const view of [early, late]) {
          expect([...view.rows].map((slot) => table.keys[slot]).sort()).toEqual(matched.map(([key]) => key).sort());
          expect(view.counts).toEqual({ total: seen.length, matched: matched.length, byStatus });
        }
      },
    ),
  );
});

test("a kind without namespaces takes no notice of the wanted ones, and namespaces of a scope give nothing of it", () => {
  const nodes: TableKind = { ...plain, name: "nodes", columns: plain.columns.filter(({ id }) => id !== "namespace") };
  const table = new Table(nodes);
  table.put("n", 0, ["n", { word: "Ready", tone: "ok" }]);
  const cache = new ViewCache(feed);
  const wish = { namespaces: ["a"], filter: "", status: [], sort: [] };
  expect(cache.get(table, wish, { nodes: "all" }).counts.total).toBe(1);
  expect(cache.get(table, wish, { nodes: ["a"] }).counts.total).toBe(0);
  expect(cache.get(table, wish, {}).counts.total).toBe(0);
});

test("what is counted of pods in the list of nodes is empty, to filters and orders too, for who may not list all pods", () => {
  const columns = [
    ...plain.columns.filter(({ id }) => id !== "namespace"),
    { id: "pods", title: "Pods", type: "number" },
  ];
  const kind = { ...plain, name: "nodes", group: "", resource: "nodes", columns } as TableKind;
  const table = new Table(kind);
  for (const [name, pods] of [["a", 3] as const, ["b", 7] as const])
    table.put(
      name,
      0,
      columns.map(({ id }) => ({ name, pods, status: { word: "Ready", tone: "ok" } as const })[id]),
    );
  const engine = new ViewCache(feed);
  const look = (filter: string, scope: Scope) => {
    const sort = [{ column: "pods", desc: true }];
    const view = engine.get(table, { namespaces: [], filter, status: [], sort }, scope);
    const message = new Window(
      1,
      1,
      windowQuery.parse({ cluster: "local", kind: "nodes", sort, rows: 10 }),
      view,
    ).message(feed);
    return message?.op === "snapshot" ? message.rows.map(({ key, cells }) => [key, cells.pods]) : null;
  };
  const whole: Scope = { nodes: "all", "nodes/pods": "all" };
  expect(look("", whole)).toEqual([
    ["b", 7],
    ["a", 3],
  ]);
  expect(look("pods>5", whole)).toEqual([["b", 7]]);
  const blind: Scope[] = [{ nodes: "all" }, { nodes: "all", "nodes/pods": "none" }, { nodes: "all", pods: ["a"] }];
  for (const scope of blind) {
    expect(look("", scope)).toEqual([
      ["a", null],
      ["b", null],
    ]);
    expect(look("pods>5", scope)).toEqual([]);
    expect(search([table], feed, { text: "pods>5", scope, namespaces: [], limit: 5 }, 0).groups).toEqual([]);
  }
});

test("windows share a view when filter, chips, sort and scope are equal, and only then", () => {
  const table = new Table(plain);
  const cache = new ViewCache(feed);
  const wish = { namespaces: [], filter: "name:u", status: [], sort: [] };
  const kind = "deployments.apps";
  const view = cache.get(table, wish, { [kind]: ["b", "a"] });
  expect(cache.get(table, wish, { [kind]: ["a", "b"] })).toBe(view);
  expect(cache.get(table, { ...wish, namespaces: ["b", "a"] }, { [kind]: "all" })).toBe(view);
  expect(cache.get(table, wish, { [kind]: "all" })).not.toBe(view);
  expect(cache.get(table, wish, { [kind]: ["a"] })).not.toBe(view);
  expect(cache.get(new Table(plain), wish, { [kind]: ["a", "b"] })).not.toBe(view);
});

test("narrowing never widens", () => {
  fc.assert(
    fc.property(anyScope, fc.subarray(namespaces), (scope, wanted) => {
      const narrowed = narrow(scope, wanted);
      for (const [kind, one] of Object.entries(narrowed)) {
        const before = scope[kind] ?? "none";
        if (typeof one === "string") expect(one === "none" || before === "all").toBe(true);
        else if (typeof before !== "string") for (const name of one) expect(before).toContain(name);
        else expect(before).toBe("all");
      }
      expect(isNothing(scope) && !isNothing(narrowed)).toBe(false);
      expect(scopeKey(narrow(narrowed, wanted))).toBe(scopeKey(narrowed));
    }),
  );
});
