import { expect, it } from "vitest";
import { etagOf, freshSeconds, strongValidator } from "./freshness.ts";

it.each([
  ["max-age=60", undefined, 60],
  ["public, Max-Age=60", "20", 40],
  ["max-age=60", "80", 0],
  ["max-age=60, max-age=5", undefined, 5],
  ["no-cache, max-age=60", undefined, 0],
  ["no-store", undefined, 0],
  ["max-age=99999999999", undefined, 0],
  ["max-age=9999999999", undefined, 31536000],
  ["max-age=-5", undefined, 0],
  ["", undefined, 0],
  [undefined, undefined, 0],
])("%s with age %s is fresh for %s s", (control, age, seconds) => {
  expect(freshSeconds({ "cache-control": control, age })).toBe(seconds);
});

it("tags that are none are left out; a weak one pins nothing", () => {
  expect(etagOf({ etag: '"a"' })).toBe('"a"');
  expect(etagOf({ etag: 'W/"a"' })).toBe('W/"a"');
  for (const etag of ["a", '"a', '"a"b"', `"${"a".repeat(600)}"`, undefined]) expect(etagOf({ etag })).toBeNull();
  expect(strongValidator('"a"', "then")).toBe('"a"');
  expect(strongValidator('W/"a"', "then")).toBe("then");
  expect(strongValidator(null, null)).toBeNull();
});
