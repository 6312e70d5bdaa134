import { describe, expect, it } from "vitest";
import { formatClock, formatTime, toMillis } from "./time.ts";

describe("formatTime", () => {
  it("tells day, clock and zone in UTC", () =>
    expect(formatTime("2026-11-12T09:01:44Z")).toBe("12 Nov 2026, 09:01:44 UTC"));
  it("takes milliseconds", () => expect(formatTime(Date.UTC(2026, 0, 2, 3, 4, 5))).toBe("2 Jan 2026, 03:04:05 UTC"));
  it("shows a dash for what is no time", () => expect(formatTime("yesterday")).toBe("–"));
});

describe("formatClock", () => {
  it("turns an offset into UTC", () => expect(formatClock("2026-11-12T01:01:44+02:00")).toBe("23:01:44"));
  it("shows a dash for what is no time", () => expect(formatClock(Number.NaN)).toBe("–"));
});

describe("toMillis", () => {
  it("leaves numbers alone", () => expect(toMillis(5)).toBe(5));
  it("reads RFC 3339", () => expect(toMillis("1970-01-01T00:00:01Z")).toBe(1000));
});
