import fc from "fast-check";
import { expect, test } from "vitest";
import { letterSort } from "./letter-sort.ts";

const letters = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "b", "\u0000", "\u00fd"), maxLength: 12 }),
  fc.constant(null),
);
const compare = (a: string | null, b: string | null) => {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
};

test("texts of plain letters are in order, equal ones as they stood", () => {
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 60 }), (texts) => {
      const slots = Int32Array.from(texts.keys());
      expect(letterSort(slots, (slot) => texts[slot] ?? null)).toBe(true);
      const expected = [...texts.keys()].sort((a, b) => compare(texts[a] ?? null, texts[b] ?? null) || a - b);
      expect([...slots]).toEqual(expected);
    }),
  );
});

test.each([["\u00fe"], ["abc😀"], ["a".repeat(65)]])("what does not fit is left as it stands: %s", (odd) => {
  const texts = ["b", odd, "a"];
  const slots = Int32Array.of(0, 1, 2);
  expect(letterSort(slots, (slot) => texts[slot] ?? null)).toBe(false);
  expect([...slots]).toEqual([0, 1, 2]);
});
