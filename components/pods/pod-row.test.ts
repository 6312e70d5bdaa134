import { describe, expect, it } from "vitest";
import type { Row } from "@/lib/contract/live.ts";
import { nameOfRow, refOfRow, stateOfRow } from "./pod-row.ts";

const row = (word: string): Row => ({ key: "a/u", cells: { name: "we\u202eb", status: { word, tone: "ok" } } });

describe("a row of pods", () => {
  it("names its pod", () =>
    expect(refOfRow("fleet", row("running"))).toEqual({ cluster: "fleet", node: "a", uuid: "u" }));
  it.each([
    ["running", "running"],
    ["failed", "exited"],
    ["unheard", null],
  ])("%s is %s", (word, state) => expect(stateOfRow(row(word))).toBe(state));
  it("shows a clean name", () => expect(nameOfRow(row("running"))).toBe("web"));
});
