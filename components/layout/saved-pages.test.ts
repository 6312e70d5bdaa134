import { describe, expect, it } from "vitest";
import { readSaved, withFirst } from "./saved-pages.ts";

const page = (at: number) => ({ href: `/c/local/r/k${at}`, title: `k${at}` });

describe("readSaved", () => {
  it.each([null, "", "nonsense", "3", "{}", '["a"]', '[{"href":"/c/a"}]'])("makes nothing of %s", (text) =>
    expect(readSaved(text)).toEqual([]),
  );
  it.each([
    "javascript:alert(1)",
    "https://evil.example/c/a",
    "//evil.example",
    "/c//evil.example",
    "/api/session",
    "/c/\\x",
  ])("drops an address that is no page of the console: %s", (href) =>
    expect(readSaved(JSON.stringify([{ href, title: "x" }, page(1)]))).toEqual([page(1)]),
  );
});

describe("withFirst", () => {
  it("moves a known page to the front and forgets the oldest", () => {
    expect(withFirst([page(1), page(2), page(3)], page(3), 3)).toEqual([page(3), page(1), page(2)]);
    expect(withFirst([page(1), page(2), page(3)], page(4), 3)).toEqual([page(4), page(1), page(2)]);
  });
});
