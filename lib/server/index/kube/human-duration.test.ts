import { expect, test } from "vitest";
import { durationMs } from "./human-duration.ts";

test.each([
  ["45s", 45_000],
  ["3m20s", 200_000],
  ["2d4h", 187_200_000],
  ["1y2d", 367 * 86_400_000],
  ["<invalid>", null],
  ["", null],
  ["5", null],
])("the duration %s is %s ms", (text, wanted) => expect(durationMs(text)).toBe(wanted));
