import { expect, test } from "vitest";
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
  ["1Kib", null],
  ["0x1", null],
  ["5n", 5e-9],
  ["12E", 12e18],
  ["1e3Ki", null],
  [undefined, null],
])("%s is %s", (text, wanted) => expect(quantity(text)).toBe(wanted));
