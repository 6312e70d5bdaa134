import { describe, expect, it } from "vitest";
import { pickFirstImage } from "./first-image.ts";

const row = (name: string) => ({ key: name, cells: { name } });

describe("pickFirstImage", () => {
  it("takes the tour's image", () =>
    expect(pickFirstImage([row("a.example/web"), row("craton.example/tour")])).toBe("craton.example/tour"));
  it("else the oldest", () => expect(pickFirstImage([row("web"), row("detour")])).toBe("web"));
  it("is none in an empty store", () => expect(pickFirstImage([])).toBeNull());
});
