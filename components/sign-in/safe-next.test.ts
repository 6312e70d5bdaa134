import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeNext } from "./safe-next.ts";

describe("safeNext", () => {
  it.each(["/", "/c/fleet/pods?filter=a%20b#x", "/c/fleet/pods/a/b?tab=logs"])("keeps %s", (path) =>
    expect(safeNext(path)).toBe(path),
  );
  it.each([
    null,
    "",
    "pods",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/sign-in",
    "/api/session",
  ])("refuses %s", (path) => expect(safeNext(path)).toBeNull());
  it("never leaves the site, whatever comes", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."/\\:@.?#ab\t\n") }), (text) => {
        const next = safeNext(text);
        if (next !== null) expect(new URL(next, "https://console.example").host).toBe("console.example");
      }),
    );
  });
});
