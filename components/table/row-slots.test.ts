import fc from "fast-check";
import { expect, test } from "vitest";
import { RowSlots } from "./row-slots.ts";

const pages = fc.array(fc.uniqueArray(fc.constantFrom(..."abcdefghij"), { maxLength: 6 }), { maxLength: 8 });

test("slots are unique, a row keeps its own while it is in view, and there are no more than rows at once", () => {
  fc.assert(
    fc.property(pages, (all) => {
      const slots = new RowSlots();
      let before = new Map<string, number>();
      let most = 0;
      for (const keys of all) {
        const given = slots.assign(keys);
        const now = new Map(keys.map((key, i) => [key, given[i] as number]));
        most = Math.max(most, keys.length);
        expect(new Set(given).size).toBe(keys.length);
        for (const [key, slot] of now) expect(before.get(key) ?? slot).toBe(slot);
        before = now;
      }
    }),
  );
});

test("a page of other rows takes over every element of the one before, in place", () => {
  const slots = new RowSlots();
  expect(slots.assign(["a", "b", "c"])).toEqual([0, 1, 2]);
  expect(slots.assign(["x", "y", "z"])).toEqual([0, 1, 2]);
  expect(slots.assign(["w", "x", "y"])).toEqual([2, 0, 1]);
  expect(slots.assign([null, "w", null])).toEqual([null, 2, null]);
});
