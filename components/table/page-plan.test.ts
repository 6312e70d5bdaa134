import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planPage } from "./page-plan.ts";

describe("planPage", () => {
  it("is content at the beginning", () => expect(planPage({ from: 0, rows: 100 }, 0, 24, 150_000)).toBeNull());
  it("is content when everything is held", () => expect(planPage({ from: 0, rows: 60 }, 0, 11, 12)).toBeNull());
  it("asks ahead before the end of the page comes into view", () =>
    expect(planPage({ from: 0, rows: 100 }, 70, 95, 150_000)).toEqual({ from: 20, rows: 120 }));
  it("jumps anywhere", () =>
    expect(planPage({ from: 0, rows: 100 }, 99_990, 100_014, 150_000)).toEqual({ from: 99_940, rows: 120 }));

  it("always covers what is visible, within the limits, and is then content", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200_000 }),
        fc.integer({ min: 0, max: 80 }),
        fc.integer({ min: 1, max: 200_000 }),
        (first, height, count) => {
          const last = first + height;
          const span = planPage({ from: -1000, rows: 1 }, first, last, count);
          expect(span).not.toBeNull();
          if (span === null) return;
          expect(span.rows).toBeLessThanOrEqual(200);
          const top = Math.min(first, count - 1);
          const bottom = Math.min(last, count - 1);
          expect(span.from).toBeLessThanOrEqual(top);
          expect(span.from + span.rows).toBeGreaterThan(bottom);
          expect(planPage(span, first, last, count)).toBeNull();
        },
      ),
    );
  });
});
