import { describe, expect, it } from "vitest";
import { capital, sentence } from "./capital.ts";

describe("capital", () => {
  it.each([
    ["running", "Running"],
    ["in use", "In use"],
    ["", ""],
  ])("%s reads %s", (word, shown) => expect(capital(word)).toBe(shown));
});

describe("sentence", () => {
  it.each([
    ["pod web runs", null, "Pod web runs"],
    ["admin opened /bin/sh", "admin", "admin opened /bin/sh"],
    ["administration ends", "admin", "Administration ends"],
  ])("%s by %s is %s", (message, user, shown) => {
    expect(sentence(message, user)).toBe(shown);
  });
});
