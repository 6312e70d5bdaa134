import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatBytes, formatQuantity, parseQuantity, toBytes, toCores } from "./quantity.ts";

const bytes = (text: string | number) => {
  const quantity = parseQuantity(text);
  return quantity && toBytes(quantity);
};
const cores = (text: string | number) => {
  const quantity = parseQuantity(text);
  return quantity && toCores(quantity);
};

describe("quantities (H14)", () => {
  it("H14 reads numbers, decimal and binary suffixes, and exponents", () => {
    expect(
      ["1", "1.", ".5", "1.5", "+2", "100m", "1k", "1Ki", "1M", "256Mi", "1G", "1e3", "1E3", "1.5Gi", "-1"].map(bytes),
    ).toEqual([1, 1, 1, 2, 2, 1, 1000, 1024, 1e6, 268435456, 1e9, 1000, 1000, 1610612736, -1]);
    expect(["500m", "2", "1.5", "250000u", "1n"].map(cores)).toEqual([0.5, 2, 1.5, 0.25, 1e-9]);
    expect([1, 0.5, 1e21].map((n) => cores(n) !== null)).toEqual([true, true, true]);
  });

  it("H14 refuses an upper-case K, blanks, and what is no number", () => {
    for (const text of [
      "1K",
      " 1",
      "1 ",
      "",
      "Mi",
      "1Mib",
      "1e",
      "1.2.3",
      "0x1",
      "--1",
      "1ki",
      "NaN",
      Number.NaN,
      Number.POSITIVE_INFINITY,
      "9".repeat(65),
    ]) {
      expect(parseQuantity(text), String(text)).toBeNull();
    }
  });

  it("H14 rounds up to a billionth and saturates at 2^63-1", () => {
    expect(parseQuantity("0.0000000001")).toEqual({ nano: 1n });
    expect(parseQuantity("1e-999999999")).toEqual({ nano: 1n });
    expect(parseQuantity("0e999999999")).toEqual({ nano: 0n });
    expect(parseQuantity("1e999999999")).toEqual({ nano: (2n ** 63n - 1n) * 10n ** 9n });
    expect(bytes("100E")).toBe(Number.MAX_SAFE_INTEGER);
    expect(bytes("-100E")).toBe(-Number.MAX_SAFE_INTEGER);
  });

  it("H14 what is formatted is read again as the same", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 27n), max: 10n ** 27n }), (nano) => {
        expect(parseQuantity(formatQuantity({ nano }))).toEqual({ nano });
      }),
    );
    fc.assert(
      fc.property(fc.maxSafeNat(), (n) => {
        expect(bytes(formatBytes(n))).toBe(n);
      }),
    );
  });

  it("H14 is monotonous and agrees with plain arithmetic", () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.constantFrom(["k", 1e3], ["Ki", 1024], ["M", 1e6], ["Mi", 1048576]),
        (n, [suffix, factor]) => {
          expect(bytes(`${n}${suffix}`)).toBe(n * Number(factor));
        },
      ),
    );
  });

  it("H14 never throws, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."0123456789.+-eEKMGTPinumk ") }),
        (text) => void parseQuantity(text),
      ),
    );
  });
});
