import { describe, expect, it } from "vitest";
import { formatCount, formatPercent, formatPlural } from "./number.ts";

describe("formatCount", () => {
  it("groups thousands", () => expect(formatCount(149998)).toBe("149,998"));
  it("shows a dash for what is no number", () => expect(formatCount(Number.NaN)).toBe("–"));
});

describe("formatPercent", () => {
  it.each([
    [0, "0 %"],
    [0.004, "<1 %"],
    [0.424, "42 %"],
    [1, "100 %"],
    [1.3, "130 %"],
  ])("%d reads %s", (share, text) => expect(formatPercent(share)).toBe(text));
});

describe("formatPlural", () => {
  it.each([
    [0, "0 pods"],
    [1, "1 pod"],
    [2316, "2,316 pods"],
  ])("%d reads %s", (count, text) => expect(formatPlural(count, "pod")).toBe(text));
  it("takes a plural of its own", () => expect(formatPlural(2, "entry", "entries")).toBe("2 entries"));
});
