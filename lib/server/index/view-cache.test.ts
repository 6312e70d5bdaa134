import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { kinds } from "../../contract/kinds.ts";
import { compileFilter } from "./filter.ts";
import { narrows } from "./narrows.ts";
import { orderOf } from "./order.ts";
import { Table } from "./table.ts";
import { View } from "./view.ts";
import { ViewCache, type ViewWish } from "./view-cache.ts";

const feed = {
  tick: 0,
  want: () => {},
  release: () => {},
  kindOf: () => "",
  sources: () => [],
  isStale: () => false,
};
const names = ["web-1", "web-12", "WEB-2", "db", "cache-1"];
const put = fc.record({
  key: fc.constantFrom(..."abcdefgh"),
  gone: fc.boolean(),
  name: fc.constantFrom(...names),
  status: fc.constantFrom("running", "exited"),
  size: fc.integer({ min: 0, max: 13 }),
});
type Put = typeof put extends fc.Arbitrary<infer T> ? T : never;
const filters = [
  "",
  "w",
  "we",
  "web-1",
  "web-12",
  "name:w",
  "name:web",
  "name=web-1",
  "size:1",
  "size:12",
  "-w",
  "-web",
  "running w",
  "imported<1h",
  "imported<1h w",
];
const step = fc.oneof(
  fc.record({ puts: fc.array(put, { maxLength: 6 }), settles: fc.boolean(), isUsed: fc.boolean() }),
  fc.record({
    filter: fc.constantFrom(...filters),
    status: fc.constantFrom<string[]>([], ["running"]),
    sort: fc.constantFrom<ViewWish["sort"]>([], [{ column: "name", desc: true }]),
  }),
);

let table = new Table(kinds.images);
beforeEach(() => {
  table = new Table(kinds.images);
});

function change({ key, gone, name, status, size }: Put): void {
  if (gone) {
    table.remove(key);
    return;
  }
  table.put(
    key,
    0,
    table.kind.columns.map(({ id }) => {
      if (id === "status") return { word: status, tone: "ok" };
      return id === "name" ? name : id === "size" ? size : id === "imported" ? Date.now() : null;
    }),
  );
}

const shown = (view: View) => ({ keys: [...view.rows].map((slot) => table.keys[slot]), counts: view.counts });

function anew({ filter, status, sort }: ViewWish): View {
  return new View(table, {
    visible: { table, scope: { images: "all" }, allows: () => true },
    filter: compileFilter(table, filter, Date.now()),
    order: orderOf(table, sort),
    status: status.length > 0 ? new Set(status) : null,
  });
}

test("a view out of the cache is the view made anew: narrowed, not looked at for a while, or with changes not yet settled", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      table = new Table(kinds.images);
      const cache = new ViewCache(feed);
      const settle = (isUsed: boolean) => {
        cache.update(table, () => isUsed);
        table.settle();
      };
      for (const one of steps) {
        if ("puts" in one) {
          for (const each of one.puts) change(each);
          if (one.settles) settle(one.isUsed);
          continue;
        }
        const wish = { ...one, namespaces: [] };
        const view = cache.get(table, wish, { images: "all" });
        if (table.changed.length > 0) settle(true);
        expect(shown(view)).toEqual(shown(anew(wish)));
      }
    }),
    { numRuns: 500 },
  );
});

test("what narrows lets nothing through that the wider one does not", () => {
  for (const [at, name] of names.entries()) change({ key: String(at), gone: false, name, status: "running", size: at });
  const compiled = filters.map((filter) => compileFilter(table, filter, Date.now()));
  for (const from of compiled)
    for (const to of compiled) {
      if (!narrows(table, from, to)) continue;
      for (let slot = 0; slot < table.slots; slot++) if (to.passes(slot)) expect(from.passes(slot)).toBe(true);
    }
});

test.each([
  ["w", "we", true],
  ["we", "w", false],
  ["", "size>3", true],
  ["name:w", "name=web", true],
  ["name:w node", "name:web node", true],
  ["size:1", "size:12", false],
  ["-we", "-w", false],
  ["-w", "-w b", true],
  ["imported<1h", "imported<1h", false],
])("%j is narrowed by %j: %j", (from, to, is) => {
  const [a, b] = [from, to].map((text) => compileFilter(table, text, 0));
  expect(a && b && narrows(table, a, b)).toBe(is);
});
