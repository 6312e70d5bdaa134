import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextRun } from "./schedule.ts";

const after = Date.parse("2026-11-24T14:00:30Z");
const next = (schedule: string, zone?: string) => {
  const at = nextRun(schedule, after, zone);
  return at === null ? null : new Date(at).toISOString();
};

describe("the next run of a cron job", () => {
  test.each([
    ["* * * * *", "2026-11-24T14:01:00.000Z"],
    ["*/15 * * * *", "2026-11-24T14:15:00.000Z"],
    ["0 14 * * *", "2026-11-25T14:00:00.000Z"],
    ["30 2 * * sun", "2026-11-29T02:30:00.000Z"],
    ["0 0 1 jan *", "2027-01-01T00:00:00.000Z"],
    ["0 0 13 * 5", "2026-11-27T00:00:00.000Z"],
    ["0 0 29 2 *", "2028-02-29T00:00:00.000Z"],
    ["@hourly", "2026-11-24T15:00:00.000Z"],
    ["5-10/2 9 * * mon-fri", "2026-11-25T09:05:00.000Z"],
    ["0 0 * * 7", "2026-11-29T00:00:00.000Z"],
  ])("%s is %s", (schedule, wanted) => {
    expect(next(schedule)).toBe(wanted);
  });

  test("a time zone is the cron job's own", () => {
    expect(next("0 3 * * *", "Europe/Berlin")).toBe("2026-11-25T02:00:00.000Z");
    expect(next("0 3 * * *", "Nowhere/Atlantis")).toBeNull();
  });

  test("what cannot be read or never comes has none", () => {
    for (const bad of ["", "* * * *", "60 * * * *", "a b c d e", "*/0 * * * *", "0 0 31 2 *", "5-1 * * * *"])
      expect([bad, next(bad)]).toEqual([bad, null]);
  });

  test("property: any text is read or refused, and a time is after now and on a minute", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("*", "/", "-", ",", " ", "1", "3", "0", "m"), maxLength: 14 }),
        (text) => {
          const at = nextRun(text, after);
          if (at !== null) expect([at > after, at % 60_000]).toEqual([true, 0]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
