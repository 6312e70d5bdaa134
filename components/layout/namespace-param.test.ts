import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { namespacesText, readNamespaces, withNamespaces } from "./namespace-param.ts";

const name = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,10}[a-z0-9])?$/);

describe("readNamespaces", () => {
  it("sorts, and takes each once", () => expect(readNamespaces("b,a,b")).toEqual(["a", "b"]));
  it("drops what can be no namespace", () =>
    expect(readNamespaces(`a,,A,-x,x-,<b>,${"y".repeat(64)},a b,../a`)).toEqual(["a"]));
  it("takes no more than a window does", () =>
    expect(readNamespaces(Array.from({ length: 300 }, (_, at) => `n${at}`).join(","))).toHaveLength(256));
});

describe("withNamespaces", () => {
  it("keeps the rest of the query", () =>
    expect(withNamespaces("/c/local/r/pods?filter=a+b&ns=old&status=Failed", ["x", "y"])).toBe(
      "/c/local/r/pods?filter=a+b&status=Failed&ns=x,y",
    ));
  it("takes the parameter away for all", () => {
    expect(withNamespaces("/c/local/r/pods?ns=old", [])).toBe("/c/local/r/pods");
    expect(withNamespaces("/c/local/r/pods", [])).toBe("/c/local/r/pods");
  });
  it("comes back as it was, whatever the names", () =>
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 6 }), (names) => {
        const url = new URL(withNamespaces("/c/local/r/pods?filter=x", names), "http://a");
        expect(readNamespaces(url.searchParams.get("ns") ?? "")).toEqual([...names].sort());
        expect(url.searchParams.get("filter")).toBe("x");
      }),
    ));
});

it.each([
  [[], "all"],
  [["a"], "a"],
  [["a", "b"], "a, b"],
  [["a", "b", "c", "d"], "a, b +2"],
])("%j reads %s", (names, text) => expect(namespacesText(names)).toBe(text));
