import fc from "fast-check";
import { expect, test } from "vitest";
import { applyOps } from "../../api/live/page.ts";
import { kinds } from "../../contract/kinds.ts";
import { diffPage, inOrder, type SentRow, toRow } from "./page-diff.ts";

const { columns } = kinds.images;
const cells = fc.array(fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 2 }), fc.constantFrom("a", "b")), {
  minLength: columns.length,
  maxLength: columns.length,
});
const row = fc.record({ key: fc.constantFrom(..."abcdefghijkl"), cells, stale: fc.boolean() });
const page = fc.uniqueArray(row, { selector: ({ key }) => key, maxLength: 12 });
const rows = (sent: readonly SentRow[]) => sent.map((one) => toRow(one, columns));

test("what the browser applies is what the server holds", () => {
  fc.assert(
    fc.property(page, page, (before, after) => {
      const { ops } = diffPage(before, after, columns);
      const applied = ops === null ? rows(before) : applyOps(rows(before), ops);
      expect(applied).toEqual(rows(after));
    }),
    { numRuns: 500 },
  );
});

test("one changed cell is told as one cell, and equal pages as nothing", () => {
  const before: SentRow[] = ["a", "b", "c"].map((key) => ({ key, cells: columns.map(() => key), stale: false }));
  expect(diffPage(before, before, columns)).toEqual({ ops: null, kept: 3 });
  const changed = before.map((one) =>
    one.key === "b" ? { ...one, cells: one.cells.map((cell, at) => (at === 3 ? 7 : cell)) } : one,
  );
  expect(diffPage(before, changed, columns).ops).toEqual({ set: [{ key: "b", cells: { [columns[3]?.id ?? ""]: 7 } }] });
});

test("one row that moves is the only one that is sent", () => {
  const at = (keys: string) => [...keys].map((key) => ({ key, cells: columns.map(() => null), stale: false }));
  const { ops } = diffPage(at("abcdef"), at("bcdefa"), columns);
  expect(ops?.remove).toEqual(["a"]);
  expect(ops?.put?.map(({ at: place, row: { key } }) => [place, key])).toEqual([[5, "a"]]);
  expect(ops?.set).toBeUndefined();
});

test("the longest run is in order and leaves gaps out", () => {
  expect(inOrder([2, -1, 0, 1, 5, 3, 4])).toEqual([2, 3, 5, 6]);
});

test("operations that do not fit are found out", () => {
  const held = rows([{ key: "a", cells: columns.map(() => null), stale: false }]);
  expect(applyOps(held, { remove: ["x"] })).toBeNull();
  expect(applyOps(held, { set: [{ key: "x", cells: {} }] })).toBeNull();
  expect(applyOps(held, { put: [{ at: 5, row: { key: "y", cells: {} } }] })).toBeNull();
});
