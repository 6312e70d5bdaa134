import fc from "fast-check";
import { expect, test } from "vitest";
import type { Cell } from "../../contract/live.ts";
import { orderOf } from "./order.ts";
import { Table } from "./table.ts";

const text = fc.oneof(
  fc.constantFrom("", "a", "abcdefg", "abcdefgh", "abcdefghijklmn", "abcdefghijklmno", "z"),
  fc.string({ unit: fc.constantFrom("a", "b", "-"), maxLength: 20 }),
  fc.string({ unit: fc.constantFrom("a", "é", "\u007f", "\u0080", "\uffff", "😀"), maxLength: 10 }),
  fc.constant(null),
);
const row = fc.record({
  one: text,
  two: text,
  size: fc.oneof(
    fc.constant(null),
    fc.constantFrom(0, -0, -1, 1, 1e300, -1e300, Number.POSITIVE_INFINITY),
    fc.double(),
  ),
  word: fc.constantFrom("Running", "Pending", "Failed", "Ωmega"),
});
const columns = ["one", "two", "size", "word"] as const;
const sort = fc.array(fc.record({ column: fc.constantFrom(...columns), desc: fc.boolean() }), { maxLength: 4 });

const column = (id: string, type: "text" | "status" | "number") => ({ id, title: id, type, width: 1 });
const kind = {
  name: "things",
  title: "Things",
  columns: [column("one", "text"), column("two", "text"), column("size", "number"), column("word", "status")],
  status: "word",
  sort: [{ column: "one", desc: false }],
};

test("sorting many at once is sorting by comparing, with few and with many different texts", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 120 }), sort, fc.boolean(), (rows, order, isSpread) => {
      const table = new Table(kind);
      // So many different texts that the column no longer keeps them by number.
      if (isSpread)
        for (let at = 0; at < 8_200; at++) table.put("filler", 0, [`t${at}`, `t${at}`, 0, { word: "x", tone: "ok" }]);
      for (const [at, { one, two, size, word }] of rows.entries()) {
        const cells: Cell[] = [one, two, size, { word, tone: "ok" }];
        table.put(`${at % 3}/${"key".repeat(at % 4)}/${at}`, 0, cells);
      }
      const { compare, sort: sortAll } = orderOf(table, order);
      const slots = Int32Array.from({ length: table.slots }, (_, at) => at);
      const expected = [...slots].sort(compare);
      sortAll(slots);
      expect([...slots]).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

test("a null is below the empty text, ascending and descending", () => {
  const table = new Table(kind);
  const names = [null, "", "a", null, ""];
  for (const [at, one] of names.entries()) table.put(String(at), 0, [one, null, null, { word: "x", tone: "ok" }]);
  const sorted = (desc: boolean) => {
    const slots = Int32Array.from({ length: 5 }, (_, at) => at);
    orderOf(table, [{ column: "one", desc }]).sort(slots);
    return [...slots].map((slot) => names[slot]);
  };
  expect(sorted(false)).toEqual([null, null, "", "", "a"]);
  expect(sorted(true)).toEqual(["a", "", "", null, null]);
});
