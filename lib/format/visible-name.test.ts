import fc from "fast-check";
import { expect, test } from "vitest";
import { plainText } from "./plain-text.ts";
import { visibleName } from "./visible-name.ts";

test("an ordinary name stays as it is", () => {
  for (const name of ["passwd", "Ünïcode", "日本.txt", "a b"]) expect(visibleName(name)).toBe(name);
});

test("what turns text around, hides or moves the cursor is written out", () => {
  expect(visibleName("a\u202egpj.exe")).toBe("a\\u{202e}gpj.exe");
  expect(visibleName("x\n\u001b[2Jy")).toBe("x\\u{a}\\u{1b}[2Jy");
});

test("nothing that is shown can deceive, and names with and without a hidden character differ", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 12 }), (name) => {
      expect(plainText(visibleName(name))).toBe(visibleName(name));
    }),
  );
  expect(visibleName("bin")).not.toBe(visibleName("bi\u200bn"));
});
