import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { isOf } from "@/lib/api/live/first.ts";
import { loadingState } from "@/lib/api/live/window.ts";
import { kindName, kinds } from "@/lib/contract/kinds.ts";
import { paths } from "@/lib/paths.ts";
import { type ListParams, readParams, writeParams } from "./list-params.ts";
import { listAt, listQuery, objectsAt } from "./list-query.ts";

test("the server asks for the list that the browser asks for, whatever the URL holds", () => {
  const word = fc.string({ minLength: 1, maxLength: 64 });
  fc.assert(
    fc.property(
      fc.constantFrom(...kindName.options),
      fc.string({ maxLength: 200 }),
      fc.array(word),
      (name, filter, status) => {
        const kind = kinds[name];
        const sort = [{ column: kind.status, desc: true }];
        const wanted: ListParams = { filter, status, sort, columns: null };
        const search = writeParams(kind, wanted, new URLSearchParams()).toString();
        const onServer = listAt("fleet", `${paths[name]("fleet")}?${search}`);
        const inBrowser = listQuery(name, "fleet", readParams(kind, new URLSearchParams(search)));
        expect(onServer !== null && isOf({ query: onServer, state: loadingState }, inBrowser)).toBe(true);
      },
    ),
  );
});

test("another list is another window", () => {
  const query = listAt("fleet", "/c/fleet/pods?filter=web");
  const first = query && { query, state: loadingState };
  expect(first && isOf(first, listQuery("pods", "fleet", readParams(kinds.pods, new URLSearchParams())))).toBe(false);
});

test.each([
  "/c/fleet/overview",
  "/c/fleet/pods/alpha/1",
  "/c/moon/pods",
  "/",
  "",
  "/c/fleet/pods/",
  `/c/fleet/pods?status=${"x".repeat(65)}`,
])("no list stands at %s", (target) => expect(listAt("fleet", target)).toBeNull());

describe("objectsAt", () => {
  const column = (id: string) => ({ id, title: id, type: "text" as const, width: 100 });
  const sort = [{ column: "name", desc: false }];
  const known = { title: "x", columns: ["name", "namespace", "age"].map(column), status: "status", sort };
  const kindOf = (name: string) =>
    name === "deployments.apps" || name === "nodes" ? { ...known, name, namespaced: name !== "nodes" } : null;
  const at = (target: string) => objectsAt("local", target, kindOf);

  it("asks for what the URL says, in its namespaces", () =>
    expect(at("/c/local/r/deployments.apps?ns=b,a&filter=web&sort=-age&status=Failed")).toMatchObject({
      kind: "deployments.apps",
      cluster: "local",
      namespaces: ["a", "b"],
      filter: "web",
      status: ["Failed"],
      sort: [{ column: "age", desc: true }],
    }));
  it("takes no notice of namespaces where the kind has none", () =>
    expect(at("/c/local/r/nodes?ns=a")?.namespaces).toEqual([]));
  it.each([
    "/c/local/r/pods",
    "/c/other/r/nodes",
    "/c/local/r/nodes/_/n1",
    "/c/local/r/%E0%A4%A",
    "/c/local/r/",
    "/c/local/r/nodes%2Fx",
    "/c/local/overview",
  ])("finds no list at %s", (target) => expect(at(target)).toBeNull());
});
