import { describe, expect, it } from "vitest";
import type { Row } from "@/lib/contract/live.ts";
import { flowing, holding } from "./hold.ts";

const row = (key: string, name = key): Row => ({ key, cells: { name } });
const page = (...keys: string[]) => ({ rows: keys.map((key) => row(key)), from: 0 });
const order = (held: { rows: readonly Row[] }) => held.rows.map((one) => one.key).join("");

describe("holding", () => {
  const found = page("a", "b", "c");
  it("is the page itself while nothing changed", () => expect(holding(found, found)).toEqual(flowing(found)));
  it("keeps the order when a new row comes in above, and counts it", () => {
    const held = holding(found, page("new", "a", "b", "c"));
    expect(order(held)).toBe("abc");
    expect(held.waiting).toBe(1);
  });
  it("keeps a row that went, marked", () => {
    const held = holding(found, page("a", "c"));
    expect(order(held)).toBe("abc");
    expect([...held.gone]).toEqual(["b"]);
  });
  it("does not call gone what new rows pushed out of the page", () => {
    const held = holding(found, page("new", "a", "b"));
    expect(order(held)).toBe("abc");
    expect(held.gone.size).toBe(0);
    expect(held.waiting).toBe(1);
  });
  it("keeps the order when rows change places", () => expect(order(holding(found, page("c", "a", "b")))).toBe("abc"));
  it("shows new cells of known rows", () => {
    const held = holding(found, { rows: [row("b", "new"), row("a"), row("c")], from: 0 });
    expect(held.rows[1]?.cells.name).toBe("new");
  });
  it("lets changed cells through when nothing moves", () => {
    const held = holding(found, { rows: [row("a"), row("b", "new"), row("c")], from: 0 });
    expect(order(held)).toBe("abc");
    expect(held.waiting).toBe(0);
    expect(held.rows[1]?.cells.name).toBe("new");
  });
});
