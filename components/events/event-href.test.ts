import { describe, expect, it } from "vitest";
import { eventHref } from "./event-href.ts";

const row = (noun: string | null, id: string | null = "x/y") => ({ key: "a/1", cells: { noun, id, node: "a" } });

describe("eventHref", () => {
  it.each([
    ["pod", "/c/fleet/pods/a/x%2Fy"],
    ["image", "/c/fleet/images/a/x%2Fy"],
    ["node", "/c/fleet/nodes/a"],
    ["comet", null],
    [null, null],
  ])("of a %s is %s", (noun, href) => expect(eventHref("fleet", row(noun))).toBe(href));
  it("is nothing without an id", () => expect(eventHref("fleet", row("pod", null))).toBeNull());
});
