import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CratonError } from "../../contract/errors.ts";
import { kinds } from "../../contract/kinds.ts";
import type { Cell, WindowQuery } from "../../contract/live.ts";
import { compileFilter } from "./filter.ts";
import { orderOf } from "./order.ts";
import { Table } from "./table.ts";
import { View } from "./view.ts";

type Model = { key: string; name: string; status: string; size: number | null; imported: number };

const cellsOf = (table: Table, row: Model): Cell[] =>
  table.kind.columns.map(({ id }) => {
    if (id === "status") return { word: row.status, tone: "ok" };
    return id === "name" ? row.name : id === "size" ? row.size : id === "imported" ? row.imported : null;
  });
const makeView = (table: Table, query: Pick<WindowQuery, "filter" | "status" | "sort">, now: number) =>
  new View(table, {
    visible: { table, scope: {}, allows: () => true },
    filter: compileFilter(table, query.filter, now),
    order: orderOf(table, query.sort),
    status: query.status.length > 0 ? new Set(query.status) : null,
  });

const operation = fc.record({
  key: fc.constantFrom(..."abcdefghijklmnop"),
  remove: fc.boolean(),
  name: fc.constantFrom("web", "db", "cache-1", "cache-2"),
  status: fc.constantFrom("running", "exited", "failed"),
  size: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 3 })),
  imported: fc.integer({ min: 0, max: 5 }),
});
const query = fc.record({
  filter: fc.constantFrom("", "name:cache", "-name=web", "size>1", "size!=2 name:c", "running"),
  status: fc.constantFrom<string[]>([], ["running"], ["exited", "failed"]),
  sort: fc.constantFrom<WindowQuery["sort"]>(
    [],
    [{ column: "size", desc: false }],
    [
      { column: "status", desc: true },
      { column: "name", desc: false },
    ],
  ),
});

const passes: Record<string, (row: Model) => boolean> = {
  "": () => true,
  "name:cache": ({ name }) => name.includes("cache"),
  "-name=web": ({ name }) => name !== "web",
  "size>1": ({ size }) => size !== null && size > 1,
  "size!=2 name:c": ({ size, name }) => size !== 2 && name.includes("c"),
  running: ({ status }) => status === "running",
};

function expected(
  model: Map<string, Model>,
  { filter, status, sort }: Pick<WindowQuery, "filter" | "status" | "sort">,
) {
  const found = [...model.values()].filter(passes[filter] ?? (() => false));
  const rows = found.filter((row) => status.length === 0 || status.includes(row.status));
  const keys = sort.length > 0 ? sort : [{ column: "imported", desc: true }];
  rows.sort((a, b) => {
    for (const { column, desc } of keys) {
      const x = a[column as keyof Model] ?? Number.NEGATIVE_INFINITY;
      const y = b[column as keyof Model] ?? Number.NEGATIVE_INFINITY;
      if (x !== y) return (x < y ? -1 : 1) * (desc ? -1 : 1);
    }
    return a.key < b.key ? -1 : 1;
  });
  const byStatus: Record<string, number> = {};
  for (const row of found) byStatus[row.status] = (byStatus[row.status] ?? 0) + 1;
  return { keys: rows.map(({ key }) => key), counts: { total: model.size, matched: rows.length, byStatus } };
}

test("a view kept by changes is the view made anew, whatever happens", () => {
  fc.assert(
    fc.property(fc.array(fc.array(operation, { maxLength: 12 }), { maxLength: 12 }), query, (batches, asked) => {
      const table = new Table(kinds.images);
      const model = new Map<string, Model>();
      const view = makeView(table, asked, 0);
      for (const batch of batches) {
        for (const { remove, ...row } of batch) {
          if (remove) {
            table.remove(row.key);
            model.delete(row.key);
          } else {
            table.put(row.key, 0, cellsOf(table, row));
            model.set(row.key, row);
          }
        }
        view.update();
        table.settle();
        const keys = [...view.rows].map((slot) => table.keys[slot]);
        expect({ keys, counts: view.counts }).toEqual(expected(model, asked));
      }
    }),
    { numRuns: 300 },
  );
});

test("rows grow out of a filter on ages", () => {
  const table = new Table(kinds.images);
  const row = { key: "a", name: "web", status: "running", size: 1, imported: 1_000_000 };
  table.put("a", 0, cellsOf(table, row));
  const view = makeView(table, { filter: "imported<1h", status: [], sort: [] }, 1_000_000);
  table.settle();
  expect(view.counts.matched).toBe(1);
  view.refresh(1_000_000 + 3_600_001);
  expect(view.counts).toEqual({ total: 1, matched: 0, byStatus: {} });
});

describe("what cannot be asked", () => {
  const code = (filter: string, sort: WindowQuery["sort"] = []) => {
    try {
      makeView(new Table(kinds.pods), { filter, status: [], sort }, 0);
      return null;
    } catch (error) {
      return (error as CratonError).code;
    }
  };
  test.each([
    ["cpu:x", "bad-filter"],
    ["created=3", "bad-filter"],
    ["created<yesterday", "bad-filter"],
    ["name>3", "bad-filter"],
    ["cpu>500m", null],
  ])("%s", (filter, wanted) => expect(code(filter)).toBe(wanted));
  test("a column to sort by that is not there", () => {
    expect(code("", [{ column: "nope", desc: false }])).toBe("bad-request");
  });
});
