import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { safeLink } from "./safe-link.ts";

describe("addresses from a cluster", () => {
  test("https alone is a link", () => {
    expect(safeLink("https://grafana.example/d/1?x=2#y")).toBe("https://grafana.example/d/1?x=2#y");
    for (const text of [
      "http://grafana.example",
      "javascript:alert(1)",
      "JaVaScRiPt:alert(1)",
      " javascript:alert(1)",
      "java\nscript:alert(1)",
      "data:text/html,<script>alert(1)</script>",
      "//evil.example",
      "https:/evil",
      "https://user:password@evil.example",
      "https://evil\u202e.example",
      "https://evil.example/\u0007",
      "see https://grafana.example",
      "",
    ])
      expect([text, safeLink(text)]).toEqual([text, null]);
  });

  test("property: what becomes a link is https, whatever came in", () => {
    const begin = fc.constantFrom(
      "https://",
      "javascript:",
      "data:",
      "HTTPS://",
      "https:javascript:",
      "\u0001javascript:",
    );
    fc.assert(
      fc.property(begin, fc.string({ unit: "binary-ascii" }), (head, rest) => {
        const link = safeLink(head + rest);
        if (link !== null) expect(new URL(link).protocol).toBe("https:");
      }),
    );
  });
});
