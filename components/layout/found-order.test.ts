import { expect, it } from "vitest";
import { orderFound } from "./found-order.ts";
import type { NavKind } from "./nav-kind.ts";

const kind = (name: string, section: NavKind["section"]): NavKind => ({
  ...{ name, section, title: name, group: "", resource: name, kind: name, namespaced: true, shortNames: [] },
});
const kinds = [
  kind("events", "cluster"),
  kind("clusterroles", "access"),
  kind("replicasets.apps", "workloads"),
  kind("services", "network"),
  kind("pods", "workloads"),
];
const group = (name: string, ...names: string[]) => ({
  ...{ kind: name, matched: names.length },
  objects: names.map((one) => ({ namespace: "a", name: one, status: null, labels: null, created: null })),
});
const order = (text: string, ...groups: ReturnType<typeof group>[]) =>
  orderFound(groups, text, kinds).map((one) => one.kind);

it("puts a kind with a name that is the text first, whatever it is", () =>
  expect(order("web", group("pods", "web-1"), group("clusterroles", "web"))).toEqual(["clusterroles", "pods"]));
it("puts what people run before what follows from it, and events last", () =>
  expect(
    order(
      "web",
      group("events", "web.1"),
      group("clusterroles", "web-1"),
      group("replicasets.apps", "web-7f"),
      group("services", "web-x"),
      group("pods", "web-7f-1"),
    ),
  ).toEqual(["pods", "services", "clusterroles", "replicasets.apps", "events"]));
it("leaves out kinds that the user may not list", () => expect(order("web", group("secrets", "web"))).toEqual([]));
