import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAge, formatAgo, formatDuration, nextAgeChange } from "./duration.ts";

const s = 1000;
const m = 60 * s;
const h = 60 * m;
const d = 24 * h;

describe("formatAge", () => {
  it.each([
    [-5 * s, "0s"],
    [0, "0s"],
    [51 * s, "51s"],
    [60 * s, "1m"],
    [3 * m + 48 * s, "3m"],
    [59 * m, "59m"],
    [3 * h + 59 * m, "3h"],
    [12 * d, "12d"],
    [400 * d, "400d"],
    [800 * d, "2y"],
  ])("%d ms reads %s", (ms, text) => expect(formatAge(ms)).toBe(text));
  it("shows a dash for no number", () => expect(formatAge(Number.NaN)).toBe("–"));
});

describe("formatAgo", () => {
  it.each([
    [-3 * s, "now"],
    [900, "now"],
    [48 * s, "48 s ago"],
    [2 * h, "2 h ago"],
    [12 * d, "12 d ago"],
  ])("%d ms reads %s", (ms, text) => expect(formatAgo(ms)).toBe(text));
});

describe("formatDuration", () => {
  it.each([
    [0, "0 ms"],
    [850, "850 ms"],
    [4200, "4.2 s"],
    [5 * s, "5 s"],
    [42 * s, "42 s"],
    [4 * m + 12 * s, "4 min 12 s"],
    [4 * m, "4 min"],
    [3 * d + 2 * h, "3 d 2 h"],
  ])("%d ms reads %s", (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe("nextAgeChange", () => {
  it("is when the label changes, and not before", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 700 * d }), (age) => {
        const wait = nextAgeChange(age);
        expect(formatAge(age + wait)).not.toBe(formatAge(age));
        if (wait > 251) expect(formatAge(age + wait - 1)).toBe(formatAge(age));
      }),
    );
  });
});
