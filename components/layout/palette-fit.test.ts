import { describe, expect, it } from "vitest";
import { fits } from "./palette-fit.ts";

describe("fits", () => {
  const score = (search: string, ...words: string[]) => fits("go x", search, words);
  it("leaves out what does not hold every word", () => {
    expect(score("web pod", "Pods", "pods Pod po")).toBe(0);
    expect(score("pod disruption", "Pod disruption budgets")).toBeGreaterThan(0);
  });
  it("puts the whole label first, then its beginning, then a word's, then any part", () => {
    const scores = ["pods", "pods security", "all pods", "tripods"].map((label) => score("pods", label));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(new Set(scores).size).toBe(4);
  });
  it("finds kinds by kubectl's short names", () =>
    expect(score("deploy", "Deployments", "deployments.apps deploy")).toBeGreaterThan(0));
  it("always keeps what the server found", () =>
    expect(fits("found pods a/b", "anything", ["x"])).toBeGreaterThan(0.5));
});
