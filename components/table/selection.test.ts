import { describe, expect, it } from "vitest";
import type { Row } from "@/lib/contract/live.ts";
import { cursorIndex, noSelection, type Page, select } from "./selection.ts";

const row = (key: string, name = key): Row => ({ key, cells: { name } });
const page: Page = { rows: ["a", "b", "c", "d"].map((key) => row(key)), from: 10 };
const keys = (state: { chosen: ReadonlyMap<string, Row> }) => [...state.chosen.keys()].sort().join("");

describe("select", () => {
  it("toggles a row and puts the cursor on it", () => {
    const one = select(noSelection, { type: "toggle", index: 11, page });
    expect(keys(one)).toBe("b");
    expect(cursorIndex(one, page)).toBe(11);
    expect(keys(select(one, { type: "toggle", index: 11, page }))).toBe("");
  });
  it("ignores a place that is not held", () =>
    expect(select(noSelection, { type: "toggle", index: 99, page })).toBe(noSelection));
  it("takes a range from the last toggle, both ways", () => {
    const one = select(noSelection, { type: "toggle", index: 12, page });
    expect(keys(select(one, { type: "range", index: 10, page }))).toBe("abc");
    expect(keys(select(one, { type: "range", index: 13, page }))).toBe("cd");
  });
  it("keeps what is chosen when the page moves on", () => {
    const one = select(noSelection, { type: "toggle", index: 10, page });
    const next: Page = { rows: [row("x")], from: 200 };
    expect(keys(select(one, { type: "toggle", index: 200, page: next }))).toBe("ax");
  });
  it("clears the choice and leaves the cursor", () => {
    const one = select(select(noSelection, { type: "toggle", index: 10, page }), { type: "clear" });
    expect(keys(one)).toBe("");
    expect(cursorIndex(one, page)).toBe(10);
  });
  it("takes newer rows of what is chosen, and nothing else", () => {
    const one = select(noSelection, { type: "toggle", index: 10, page });
    expect(select(one, { type: "refresh", rows: page.rows })).toBe(one);
    const newer = select(one, { type: "refresh", rows: [row("a", "new"), row("b")] });
    expect(newer.chosen.get("a")?.cells.name).toBe("new");
    expect(keys(newer)).toBe("a");
  });
});

describe("cursorIndex", () => {
  it("follows its row when rows come in above", () => {
    const one = select(noSelection, { type: "move", index: 11, page });
    expect(cursorIndex(one, { rows: [row("new"), ...page.rows], from: 10 })).toBe(12);
  });
  it("keeps its place when its row is gone", () => {
    const one = select(noSelection, { type: "move", index: 11, page });
    expect(cursorIndex(one, { rows: [row("a"), row("c")], from: 10 })).toBe(11);
  });
  it("is nowhere before the first key", () => expect(cursorIndex(noSelection, page)).toBeNull());
});
