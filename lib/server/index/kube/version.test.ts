import fc from "fast-check";
import { expect, test } from "vitest";
import { compareVersions } from "./version.ts";

test("decimal versions are compared as numbers of any length", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 25n }), fc.bigInt({ min: 1n, max: 10n ** 25n }), (a, b) => {
      expect(compareVersions(String(a), String(b))).toBe(a === b ? 0 : a < b ? -1 : 1);
    }),
  );
});

test.each([
  ["abc", "abd"],
  ["1a", "2"],
  ["", "1"],
  ["01", "2"],
])("%s and %s cannot be compared", (a, b) => expect(compareVersions(a, b)).toBeNull());
