import { expect, test } from "vitest";
import { durationMs } from "./human-duration.ts";
import { quantity } from "./quantity.ts";

test.each([
  ["500m", 0.5],
  ["1.5", 1.5],
  ["2Gi", 2 ** 31],
  ["1e3", 1000],
  ["1k", 1000],
  ["3E", 3e18],
  ["12E-1", 1.2],
  [".5", 0.5],
  ["300m", 0.3],
  [4, 4],
  ["-1", -1],
  ["", null],
  ["abc", null],
  ["1 Gi", null],
  [undefined, null],
])("%s is %s", (text, wanted) => expect(quantity(text)).toBe(wanted));

test.each([
  ["45s", 45_000],
  ["3m20s", 200_000],
  ["2d4h", 187_200_000],
  ["1y2d", 367 * 86_400_000],
  ["<invalid>", null],
  ["", null],
  ["5", null],
])("the duration %s is %s ms", (text, wanted) => expect(durationMs(text)).toBe(wanted));
