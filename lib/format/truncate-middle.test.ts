import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shortId, truncateMiddle } from "./truncate-middle.ts";

describe("truncateMiddle", () => {
  it("leaves short text alone", () => expect(truncateMiddle("busybox", 10)).toBe("busybox"));
  it("keeps both ends", () => expect(truncateMiddle("abcdefghij", 5)).toBe("ab…ij"));
  it("gives the beginning one more when uneven", () => expect(truncateMiddle("abcdefghij", 6)).toBe("abc…ij"));
  it("never cuts a character in two", () => expect(truncateMiddle("🌋🌋🌋🌋", 3)).toBe("🌋…🌋"));
  it("survives no room at all", () => expect(truncateMiddle("abc", 1)).toBe("…"));
  it("never grows beyond its room", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 40 }), (text, most) => {
        expect(Array.from(truncateMiddle(text, most)).length).toBeLessThanOrEqual(most);
      }),
    );
  });
});

describe("shortId", () => {
  it("keeps twelve digits of an image ID", () =>
    expect(shortId(`sha512-${"0123456789abcdef".repeat(8)}`)).toBe("sha512-0123456789ab"));
  it("keeps twelve digits of a digest", () => expect(shortId(`sha256:${"a".repeat(64)}`)).toBe("sha256:aaaaaaaaaaaa"));
  it("leaves other text alone", () => expect(shortId("busybox")).toBe("busybox"));
});
