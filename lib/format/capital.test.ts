import { describe, expect, it } from "vitest";
import { capital } from "./capital.ts";

describe("capital", () => {
  it.each([
    ["running", "Running"],
    ["in use", "In use"],
    ["", ""],
  ])("%s reads %s", (word, shown) => expect(capital(word)).toBe(shown));
});
