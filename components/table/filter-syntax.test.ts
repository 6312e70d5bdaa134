import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kinds } from "@/lib/contract/kinds.ts";
import { askedFilter, filterFault, quote, readFilter } from "./filter-syntax.ts";

const kind = kinds.pods;
const read = (text: string) => readFilter(kind, text);
const short = (text: string) => read(text).map(({ column, op, value }) => `${column?.id ?? "text"}${op}${value}`);
const fault = (text: string) => filterFault(read(text));

describe("readFilter", () => {
  it("parts terms by blanks", () => expect(short("  web  node:a cpu>1 ")).toEqual(["textweb", "node:a", "cpu>1"]));
  it("keeps quoted blanks together", () => expect(short('name:"a b" "c d"')).toEqual(["name:a b", "textc d"]));
  it("knows titles and any case", () => expect(short("Age<1h MEMORY>=512Mi")).toEqual(["created<1h", "memory>=512Mi"]));
  it("takes addresses for text", () => expect(short("docker://a/b:1")).toEqual(["textdocker://a/b:1"]));
  it("tells where a term stands", () => expect(read(" cpu>1")[0]).toMatchObject({ start: 1, end: 6 }));

  it("covers every character that is not blank, in order, whatever comes", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abc:=!<>"\\ \t1h'), maxLength: 40 }), (text) => {
        const terms = read(text);
        const covered = terms.map(({ start, end }) => text.slice(start, end)).join("");
        expect(covered.replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
        for (const [i, term] of terms.entries()) expect(term.start).toBeGreaterThanOrEqual(terms[i - 1]?.end ?? 0);
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
    ["created<15m", null],
    ["colour:red", "there is no column colour; quote it to find it as text"],
    ['"colour:red"', null],
    ['name:"a', "a quote is not closed"],
    ["name>a", "name is text: use : or ="],
    ["created<soon", "soon is not an age such as 90s, 15m, 2h or 7d"],
    ["memory>big", "big is not a size such as 512Mi"],
    ["exit>x", "x is not a number"],
  ])("%s: %s", (text, why) => expect(fault(text)).toBe(why));
});

describe("askedFilter", () => {
  it("leaves out what is still being written", () => expect(askedFilter("web cpu>", read("web cpu>"))).toBe("web"));
});

describe("quote", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii", minLength: 1 }), (value) => {
        const [term, more] = read(`name:${quote(value)}`);
        expect(more).toBeUndefined();
        if (!value.includes('"') && !value.includes("\\")) expect(term?.value).toBe(value);
      }),
    );
  });
});
