import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { nextCursor } from "./next-page.ts";

// On a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });
const asked = new URL("https://r.example/v2/a/b/tags/list?n=2");

it.each([
  [null, null],
  ["", null],
  ['</v2/a/b/tags/list?n=2&last=v2>; rel="next"', "n=2&last=v2"],
  ["<list?last=x>; rel=next", "last=x"],
  ['<https://r.example/v2/a/b/tags/list?next_page=gAAA%3D>; title="a, b"; rel="prev next"', "next_page=gAAA%3D"],
  ['</other>; rel="prev", </v2/a/b/tags/list?last=3>; rel="next"', "last=3"],
  // To another place, to no page, to the same page for ever, to none.
  ['<https://evil.example/v2/a/b/tags/list?last=x>; rel="next"', null],
  ['</v2/c/tags/list?last=x>; rel="next"', null],
  ['<http://169.254.169.254/v2/a/b/tags/list?x>; rel="next"', null],
  ['</v2/a/b/tags/list>; rel="next"', null],
  ['</v2/a/b/tags/list?n=2>; rel="next"', null],
  ['<//[>; rel="next"', null],
  ['</v2/a/b/tags/list?last=x>; rel="nextish"', null],
  [`</v2/a/b/tags/list?last=${"x".repeat(3000)}>; rel="next"`, null],
])("%s leads to %s", (header, cursor) => {
  expect(nextCursor(header, asked)).toBe(cursor);
});

it("whatever a registry sends, it is read at once and leads nowhere else", () => {
  const piece = fc.constantFrom(
    "<",
    ">",
    ";",
    ",",
    " ",
    '"',
    "\\",
    "rel",
    "=",
    "next",
    "/v2/a/b/tags/list?n=",
    "//x",
    "\t",
    "a",
  );
  const header = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 2000 }).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(header, (text) => {
      const started = performance.now();
      const cursor = nextCursor(text, asked);
      expect(performance.now() - started).toBeLessThan(2_000);
      if (cursor === null) return;
      const next = new URL(`?${cursor}`, asked);
      expect([next.host, next.pathname]).toEqual([asked.host, asked.pathname]);
    }),
  );
});
