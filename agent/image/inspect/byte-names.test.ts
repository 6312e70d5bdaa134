import fc from "fast-check";
import { expect, it } from "vitest";
import { readName, showName } from "./byte-names.ts";

it("shows UTF-8 as it is, other bytes and backslashes escaped", () => {
  const shown = (text: string | number[]) => showName(Buffer.from(text as string).toString("latin1"));
  expect(shown("größe €𝄞")).toBe("größe €𝄞");
  expect(shown("a\\b")).toBe("a\\\\b");
  expect(shown([0x61, 0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80])).toBe("a\\xff\\xc3(\\xed\\xa0\\x80");
});

it("leads back from every text to its name, and never two names to one text", () => {
  const bytes = fc.uint8Array({ maxLength: 12 }).map((raw) => Buffer.from(raw).toString("latin1"));
  fc.assert(fc.property(bytes, (name) => readName(showName(name)) === name));
  fc.assert(fc.property(bytes, bytes, (a, b) => (a === b) === (showName(a) === showName(b))));
});

it("knows no name for a broken escape", () => {
  for (const text of ["\\", "a\\n", "\\x", "\\xf", "\\xFF"]) expect(readName(text), text).toBeNull();
});
