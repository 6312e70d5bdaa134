import { describe, expect, it } from "vitest";
import type { Row } from "@/lib/contract/live.ts";
import { eligible, runAll } from "./bulk.ts";

const row = (key: string): Row => ({ key, cells: {} });
const rows = ["a", "b", "c", "d", "e"].map(row);

describe("eligible", () => {
  it("parts what can be done from what cannot, with the first reason", () => {
    const found = eligible({ can: ({ key }) => (key === "a" || key === "c" ? `${key} runs` : null) }, rows);
    expect(found.rows.map(({ key }) => key)).toEqual(["b", "d", "e"]);
    expect(found).toMatchObject({ skipped: 2, reason: "a runs" });
  });
});

describe("runAll", () => {
  it("goes on after a failure and tells both", async () => {
    const steps: number[] = [];
    const outcome = await runAll(
      rows,
      async ({ key }) => {
        if (key === "b") throw new Error("no");
      },
      (done) => steps.push(done),
    );
    expect(outcome.done.map(({ key }) => key).sort()).toEqual(["a", "c", "d", "e"]);
    expect(outcome.failed.map(({ row: one, problem }) => [one.key, problem.why])).toEqual([["b", "no"]]);
    expect(steps).toEqual([1, 2, 3, 4, 5]);
  });
  it("runs no more at once than it is told", async () => {
    let now = 0;
    let peak = 0;
    await runAll(
      rows,
      async () => {
        now += 1;
        peak = Math.max(peak, now);
        await Promise.resolve();
        now -= 1;
      },
      () => {},
      2,
    );
    expect(peak).toBe(2);
  });
});
