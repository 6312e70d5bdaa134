import fc from "fast-check";
import { expect, test } from "vitest";
import type { Cell } from "../../contract/live.ts";
import { orderOf } from "./order.ts";
import { rankSort } from "./rank-sort.ts";
import { Table } from "./table.ts";

const column = (id: string, type: "text" | "status" | "number") => ({ id, title: id, type, width: 1 });
const kind = {
  name: "things",
  title: "Things",
  columns: [column("one", "text"), column("two", "text"), column("size", "number"), column("word", "status")],
  status: "word",
  sort: [{ column: "one", desc: false }],
};
const text = fc.oneof(
  fc.constantFrom("", "a", "abc", "abcd", "abcde", "abcdefgh", "z", "Z"),
  fc.string({ unit: fc.constantFrom("a", "b", "-", "\u0000"), maxLength: 9 }),
  fc.string({ unit: fc.constantFrom("a", "é", "\u00fd", "\u00fe", "\uffff", "😀"), maxLength: 6 }),
  fc.constant(null),
);
const change = fc.record({
  key: fc.integer({ min: 0, max: 60 }),
  isGone: fc.boolean(),
  cells: fc.tuple(
    text,
    text,
    fc.oneof(fc.constantFrom(null, 0, -0, -1, 1, 5e-324, 1e300, -1e300), fc.double()),
    fc.constantFrom("Running", "Pending", "Failed"),
  ),
});
const sort = fc.array(fc.record({ column: fc.constantFrom("one", "two", "size", "word"), desc: fc.boolean() }), {
  minLength: 1,
  maxLength: 4,
});
const put = (table: Table, key: string, [one, two, size, word]: readonly [Cell, Cell, Cell, string]) =>
  table.put(key, 0, [one, two, size, { word, tone: "ok" }]);

test("counting rows into place is sorting them by comparing, while rows come, change and go", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(change, { maxLength: 40 }), { minLength: 1, maxLength: 4 }),
      sort,
      fc.boolean(),
      (batches, wanted, isSpread) => {
        const table = new Table(kind);
        // So many different texts that the columns no longer keep them by number.
        if (isSpread) for (let at = 0; at < 8_200; at++) put(table, "filler", [`t${at}`, `t${at}`, 0, "x"]);
        const order = orderOf(table, wanted);
        for (const batch of batches) {
          for (const { key, isGone, cells } of batch) {
            if (isGone) table.remove(`key/${key}`);
            else put(table, `key/${key}`, cells);
          }
          const slots = Int32Array.from({ length: table.slots }, (_, at) => at).filter((slot) => table.isAlive(slot));
          const expected = [...slots].sort(order.compare);
          const columns = wanted.map(({ column, desc }) => {
            const store = table.columns[table.position(column)];
            return store?.digits(desc, table.slots) ?? [];
          });
          rankSort(slots, table.keyOrder, columns);
          expect([...slots]).toEqual(expected);
          table.settle();
        }
      },
    ),
    { numRuns: 50 },
  );
});

test("an order of many rows, kept up while some change", () => {
  const table = new Table(kind);
  const name = (at: number, round: number) => `name-${((at * 7_919 + round * 31) % 100_003).toString(36)}`;
  for (let at = 0; at < 6_000; at++) put(table, `k/${(at * 6_301) % 6_000}`, [name(at, 0), "b", at % 3, "Running"]);
  for (let round = 1; round <= 4; round++) {
    table.settle();
    for (let at = 0; at < 6_000; at += 97 * round) put(table, `k/${at}`, [name(at, round), "b", at % 5, "Failed"]);
    for (let at = 0; at < 200; at++) table.remove(`k/${at * round}`);
    table.settle();
    for (let at = 0; at < 300; at++) put(table, `new/${round}/${at}`, [name(at, round), null, 1, "Pending"]);
    for (const wanted of [["one"], ["size", "one"], ["two", "word", "one"]]) {
      const order = orderOf(
        table,
        wanted.map((id, at) => ({ column: id, desc: (round + at) % 2 === 0 })),
      );
      const slots = Int32Array.from({ length: table.slots }, (_, at) => at).filter((slot) => table.isAlive(slot));
      const expected = [...slots].sort(order.compare);
      order.sort(slots);
      expect([...slots]).toEqual(expected);
    }
  }
});
