import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatBytes } from "./bytes.ts";

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "0.98 KiB"],
    [1024, "1 KiB"],
    [1536, "1.5 KiB"],
    [98566144, "94 MiB"],
    [536870912, "512 MiB"],
    [1073741824, "1 GiB"],
    [1023 * 1024 * 1024, "1 GiB"],
    [12.34 * 1024 ** 4, "12.3 TiB"],
  ])("%d reads %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([null, undefined, -1, Number.NaN, Number.POSITIVE_INFINITY])("%s reads as a dash", (bytes) =>
    expect(formatBytes(bytes)).toBe("–"),
  );

  it("never takes more than three digits and keeps the size within one percent", () => {
    const factor: Record<string, number> = {
      B: 1,
      KiB: 2 ** 10,
      MiB: 2 ** 20,
      GiB: 2 ** 30,
      TiB: 2 ** 40,
      PiB: 2 ** 50,
    };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 52 }), (bytes) => {
        const [number = "", unit = ""] = formatBytes(bytes).split(" ");
        expect(number.replace(".", "").length).toBeLessThanOrEqual(3);
        const back = Number(number) * (factor[unit] ?? Number.NaN);
        expect(Math.abs(back - bytes) / bytes).toBeLessThan(0.01);
      }),
    );
  });
});
