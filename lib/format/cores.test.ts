import { describe, expect, it } from "vitest";
import { formatCores } from "./cores.ts";

describe("formatCores", () => {
  it.each([
    [0, "0 m"],
    [0.0001, "<1 m"],
    [0.0311, "31 m"],
    [0.5, "500 m"],
    [0.9996, "1"],
    [1.25, "1.25"],
    [2, "2"],
    [12.34, "12.3"],
    [128, "128"],
  ])("%d reads %s", (cores, text) => expect(formatCores(cores)).toBe(text));
  it.each([null, undefined, -1, Number.NaN])("%s reads as a dash", (cores) => expect(formatCores(cores)).toBe("–"));
});
