import fc from "fast-check";
import { expect, test } from "vitest";
import { joinWords, splitWords } from "./words.ts";

test("what is joined is split back", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (words) => {
      expect(splitWords(joinWords(words))).toEqual(words);
    }),
  );
});

test.each([
  ["/bin/sh -c 'echo \"a b\"'", ["/bin/sh", "-c", 'echo "a b"']],
  ["a  b", ["a", "b"]],
  ['a"b c"d', ["ab cd"]],
  ["a\\ b", ["a b"]],
  ["''", [""]],
  ["$HOME `x`", ["$HOME", "`x`"]],
])("%s", (text, words) => {
  expect(splitWords(text)).toEqual(words);
});
