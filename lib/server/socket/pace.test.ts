import fc from "fast-check";
import { expect, test } from "vitest";
import { Pace } from "./pace.ts";
import { TokenBucket } from "./token-bucket.ts";

test("never more than the limit and one message ahead, never stuck when all is taken", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ send: fc.boolean(), units: fc.integer({ min: 1, max: 40 }) })), (steps) => {
      let held = false;
      let [sent, taken] = [0, 0];
      const pace = new Pace(
        100,
        () => {
          held = true;
        },
        () => {
          held = false;
        },
      );
      for (const { send, units } of steps) {
        if (send && !held) {
          pace.sent(units);
          sent += units;
        } else if (!send) {
          taken = Math.min(sent, taken + units);
          pace.taken(taken);
        }
        expect(sent - taken).toBeLessThanOrEqual(140);
        if (sent - taken > 100) expect(held).toBe(true);
      }
      pace.taken(sent);
      expect(held).toBe(false);
    }),
  );
});

test("a browser that says nonsense changes nothing", () => {
  const calls: string[] = [];
  const pace = new Pace(
    10,
    () => calls.push("hold"),
    () => calls.push("go"),
  );
  pace.sent(11);
  pace.taken(999);
  expect(calls).toEqual(["hold"]);
  pace.taken(11);
  pace.taken(3);
  expect(calls).toEqual(["hold", "go"]);
});

test("a bucket fills with time and never over its brim", () => {
  let now = 0;
  const bucket = new TokenBucket(3, 2, () => now);
  expect([1, 2, 3, 4].map(() => bucket.take())).toEqual([true, true, true, false]);
  now += 500;
  expect([bucket.take(), bucket.take()]).toEqual([true, false]);
  now += 60_000;
  expect([1, 2, 3, 4].map(() => bucket.take())).toEqual([true, true, true, false]);
});
