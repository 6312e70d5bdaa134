import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CratonError } from "../../contract/errors.ts";
import { parseFilter, parseNumber, parseSpan } from "./filter-parse.ts";

const columns = new Map([
  ...["name", "cpu", "created", "labels"].map((id) => [id, id] as const),
  ["age", "created"] as const,
]);
const parse = (text: string) => parseFilter(text, columns);

describe("the filter language", () => {
  test("texts, columns, quotes and negation", () => {
    expect(parse('  web "two words" -name:db cpu>=500m name!="a b"')).toEqual([
      { kind: "text", text: "web", not: false, at: 2 },
      { kind: "text", text: "two words", not: false, at: 6 },
      { kind: "column", column: "name", operator: ":", value: "db", not: true, at: 18 },
      { kind: "column", column: "cpu", operator: ">=", value: "500m", not: false, at: 27 },
      { kind: "column", column: "name", operator: "!=", value: "a b", not: false, at: 37 },
    ]);
  });

  test("labels, and other words for a column", () => {
    expect(parse('label:app=web -label:"app in (a, b)" age<1h')).toEqual([
      { kind: "label", selector: "app=web", not: false, at: 0, from: 6 },
      { kind: "label", selector: "app in (a, b)", not: true, at: 14, from: 22 },
      { kind: "column", column: "created", operator: "<", value: "1h", not: false, at: 37 },
    ]);
    // Without the column a label is a text, as any word before a colon.
    expect(parseFilter("label:app", new Map())).toEqual([{ kind: "text", text: "label:app", not: false, at: 0 }]);
  });

  test("a colon after other words belongs to the text", () => {
    expect(parse("docker://x:80/y").map((term) => term.kind === "text" && term.text)).toEqual(["docker://x:80/y"]);
    expect(parse("-").map((term) => term.kind === "text" && term.text)).toEqual(["-"]);
  });

  test("faults say where", () => {
    const position = (text: string) => {
      try {
        parse(text);
        return null;
      } catch (error) {
        return (error as CratonError).facts.position;
      }
    };
    expect(position('web "open')).toBe(5);
    expect(position("web nope=3")).toBe(5);
    expect(position("a ".repeat(33))).toBe(65);
  });

  test("every text parses or fails with a position inside of it", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60, unit: "binary" }),
        fc.constantFrom("", "name:", "cpu>", "label:", '"', "-"),
        (tail, head) => {
          const text = head + tail;
          try {
            for (const term of parse(text)) expect(term.at).toBeLessThan(text.length);
          } catch (error) {
            expect(error).toBeInstanceOf(CratonError);
            expect((error as CratonError).code).toBe("bad-filter");
            expect((error as CratonError).facts.position).toBeGreaterThan(0);
            expect((error as CratonError).facts.position).toBeLessThanOrEqual(text.length);
          }
        },
      ),
    );
  }, 30_000);
});

test("numbers and spans", () => {
  expect([parseNumber("500m"), parseNumber("2Ki"), parseNumber("3G"), parseNumber("-1.5"), parseNumber("x")]).toEqual([
    0.5,
    2048,
    3e9,
    -1.5,
    null,
  ]);
  expect([parseSpan("90s"), parseSpan("1h30m"), parseSpan("2d"), parseSpan("5"), parseSpan("1x")]).toEqual([
    90_000,
    5_400_000,
    172_800_000,
    null,
    null,
  ]);
});
