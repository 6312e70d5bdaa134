import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kinds } from "@/lib/contract/kinds.ts";
import { parseFilter } from "@/lib/server/index/filter-parse.ts";
import { askedFilter, filterFault, quote, readFilter } from "./filter-syntax.ts";

const kind = kinds.pods;
const read = (text: string) => readFilter(kind, text);
const short = (text: string) => read(text).map(({ column, op, value }) => `${column?.id ?? "text"}${op}${value}`);
const fault = (text: string) => filterFault(read(text));

describe("readFilter", () => {
  it("parts terms by blanks", () => expect(short("  web  node:a cpu>1 ")).toEqual(["textweb", "node:a", "cpu>1"]));
  it("keeps quoted blanks together", () => expect(short('name:"a b" "c d"')).toEqual(["name:a b", "textc d"]));
  it("takes a quote inside a word for a letter", () => expect(short('na"me x')).toEqual(['textna"me', "textx"]));
  it("takes addresses and unknown names before a colon for text", () =>
    expect(short("docker://a/b:1 web:80")).toEqual(["textdocker://a/b:1", "textweb:80"]));
  it("reads what is turned around", () => expect(short("-node:a -web -")).toEqual(["node:a", "textweb", "text-"]));
  it("tells where a term and its value stand", () =>
    expect(read(" -cpu>1")[0]).toMatchObject({ start: 1, valueStart: 6, end: 7 }));

  it("covers every character that is not blank, in order, whatever comes", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abc-:=!<>"\\ \t1h'), maxLength: 40 }), (text) => {
        const terms = read(text);
        const covered = terms.map(({ start, end }) => text.slice(start, end)).join("");
        expect(covered.replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
        for (const [i, term] of terms.entries()) expect(term.start).toBeGreaterThanOrEqual(terms[i - 1]?.end ?? 0);
      }),
    );
  });

  it("finds faults where the server does, whatever comes", () => {
    const ids = new Set(kind.columns.map(({ id }) => id));
    const word = fc.oneof(
      fc.constantFrom(...ids, "gone"),
      fc.string({ unit: fc.constantFrom(...'ab1m-:"'), maxLength: 4 }),
    );
    const operator = fc.constantFrom(":", "=", "!=", "<", ">=", "");
    fc.assert(
      fc.property(fc.array(fc.tuple(word, operator, word), { maxLength: 4 }), (parts) => {
        const text = parts.map((part) => part.join("")).join(" ");
        let parsed: { kind: string; column?: string; at: number }[] | null;
        try {
          parsed = parseFilter(text, new Map([...ids].map((id) => [id, id])));
        } catch {
          parsed = null;
        }
        if (parsed === null) expect(filterFault(read(text))).not.toBeNull();
        else
          expect(read(text).map(({ start, column }) => [start, column?.id])).toEqual(
            parsed.map(({ at, column }) => [at, column]),
          );
      }),
    );
  });
});

describe("filterFault", () => {
  it.each([
    ["web", null],
    ["cpu>", null],
    ["memory>512Mi", null],
    ["cpu>500m", null],
    ["created<1h30m", null],
    ["colour:red", null],
    ["colour=red", "there is no column colour"],
    ["Age<1h", "there is no column Age, the name is created"],
    ['name:"a', "the quotation mark is not closed"],
    ["name>a", "name is a text, it has no >"],
    ["created<soon", "soon is no age such as 90s, 2h or 3d"],
    ["created=1h", "created is a time, compare its age with < or >"],
    ["memory>big", "big is no number such as 3, 500m or 2Gi"],
    ["exit=x", "x is no number such as 3, 500m or 2Gi"],
  ])("%s: %s", (text, why) => expect(fault(text)).toBe(why));
});

describe("askedFilter", () => {
  it("leaves out what is still being written", () => expect(askedFilter("web cpu>", read("web cpu>"))).toBe("web"));
});

describe("quote", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii", minLength: 1 }), (value) => {
        const terms = read(`name:${quote(value)}`);
        expect(terms.map((term) => term.value)).toEqual([value]);
      }),
    );
  });
});
