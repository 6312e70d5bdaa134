import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainText } from "./plain-text.ts";

describe("plainText", () => {
  it.each([
    ["plain words stay", "busybox httpd", "busybox httpd"],
    ["letters of all scripts stay", "příliš žluťoučký кот 猫 🐈", "příliš žluťoučký кот 猫 🐈"],
    ["colours of a terminal go", "\u001b[31mred\u001b[0m", "red"],
    ["a window title goes", "\u001b]0;owned\u0007name", "name"],
    ["an unfinished title goes", "name\u001b]8;;http://evil", "name"],
    ["controls go", "a\u0000b\u0007c\u007fd\u009be", "abcde"],
    ["bidirectional overrides go", "invoice\u202egnp.exe", "invoicegnp.exe"],
    ["isolates go", "\u2066admin\u2069", "admin"],
    ["zero width goes", "ad\u200bmin\ufeff", "admin"],
    ["tags go", "a\u{e0041}b", "ab"],
    ["half characters go", "a\ud800b\udc00c", "abc"],
    ["tabs become blanks", "a\tb", "a b"],
    ["lines are joined", "a\r\nb\n\nc", "a b c"],
  ])("%s", (_, text, shown) => expect(plainText(text)).toBe(shown));

  it("keeps line feeds when asked", () => expect(plainText("a\r\nb\rc", { lines: true })).toBe("a\nb\nc"));

  it("leaves nothing that controls, whatever comes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(plainText(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b-\u200f\u2028\u2029]/u);
      }),
    );
  });
  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(plainText(plainText(text))).toBe(plainText(text));
      }),
    );
  });
});
