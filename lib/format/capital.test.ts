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
    ["docker://127.0.0.1:5000/web:1 could not be taken", "admin", "docker://127.0.0.1:5000/web:1 could not be taken"],
    ["craton.local/tour was imported", null, "craton.local/tour was imported"],
    ["administration ends", "admin", "Administration ends"],
  ])("%s by %s is %s", (message, user, shown) => {
    expect(sentence(message, user)).toBe(shown);
  });
});
