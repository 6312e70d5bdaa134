import { describe, expect, it } from "vitest";
import type { Source } from "@/lib/contract/live.ts";
import { freshness } from "./freshness.ts";

const source = (name: string, state: Source["state"], asOf: number | null, why: string | null = null): Source => ({
  name,
  state,
  asOf,
  why,
});

describe("freshness", () => {
  it("is live when all is", () =>
    expect(freshness({ state: "live", asOf: 9, sources: [source("a", "live", 9)] })).toEqual({
      state: "live",
      asOf: 9,
    }));
  it("tells the oldest of the silent, and who is silent", () =>
    expect(
      freshness({
        state: "live",
        asOf: 9,
        sources: [source("a", "down", 3, "refused"), source("b", "connecting", 5), source("c", "live", 9)],
      }),
    ).toEqual({ state: "partly", asOf: 3, detail: "a does not answer: refused; b is being asked" }));
  it("tells the age of all when the connection is lost", () =>
    expect(freshness({ state: "stale", asOf: 7, sources: [source("a", "live", 9)] })).toMatchObject({
      state: "stale",
      asOf: 7,
    }));
  it("does not know the age of what was never heard", () =>
    expect(freshness({ state: "live", asOf: 9, sources: [source("a", "down", null)] })).toMatchObject({
      state: "behind",
      asOf: null,
    }));
  it("is behind as a whole when every source is silent", () =>
    expect(
      freshness({ state: "live", asOf: 9, sources: [source("a", "down", 3), source("b", "connecting", 5)] }),
    ).toMatchObject({ state: "behind", asOf: 3 }));
  it("is connecting while nobody has said anything yet", () =>
    expect(freshness({ state: "live", asOf: 9, sources: [source("a", "connecting", null)] }).state).toBe("loading"));
  it("tells how much of the first lists is there, of all that are coming in", () => {
    const filling = (rows: number, of: number | null) => ({ ...source("a", "live", 1), loading: { rows, of } });
    const text = (...sources: Source[]) => freshness({ state: "live", asOf: 9, sources }).loaded;
    expect(text(filling(12_000, 150_000))).toBe("12,000 of 150,000 loaded");
    expect(text(filling(12_000, 150_000), filling(5, 10), source("b", "live", 1))).toBe("12,005 of 150,010 loaded");
    expect(text(filling(12_000, 150_000), filling(5, null))).toBe("12,005 loaded");
  });
});
