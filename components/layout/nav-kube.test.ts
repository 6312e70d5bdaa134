import { describe, expect, it } from "vitest";
import type { NavKind } from "./nav-kind.ts";
import { kubeGroups } from "./nav-kube.ts";

const kind = (name: string, section: NavKind["section"], title = name): NavKind => ({
  ...{ name, section, title, kind: title, namespaced: true, shortNames: [] },
  group: name.split(".").slice(1).join("."),
  resource: name.split(".")[0] ?? "",
});
const all = [
  kind("pods", "workloads"),
  kind("workloads", "workloads"),
  kind("replicasets.apps", "workloads"),
  kind("deployments.apps", "workloads"),
  kind("services", "network"),
  kind("events", "cluster"),
  kind("nodes", "cluster"),
  kind("widgets.b.example.com", "custom"),
  kind("apples.a.example.com", "custom"),
  kind("pears.a.example.com", "custom"),
];
const shape = (kinds: NavKind[], role: "admin" | "viewer" = "admin") =>
  kubeGroups("local", role, kinds).map(({ title, items }) => [title, ...items.map(({ id }) => id)]);

describe("kubeGroups", () => {
  it("puts what people look for first, groups the rest, and custom kinds by their group", () =>
    expect(shape(all)).toEqual([
      [null, "overview", "r/workloads", "r/pods", "r/nodes", "search"],
      ["Workloads", "r/deployments.apps", "r/replicasets.apps"],
      ["Network", "r/services"],
      ["a.example.com", "r/apples.a.example.com", "r/pears.a.example.com"],
      ["b.example.com", "r/widgets.b.example.com"],
      ["Watch", "r/events", "audit"],
      ["Console", "settings"],
    ]));
  it("shows nothing that the user may not list, and no empty group", () =>
    expect(shape([kind("pods", "workloads")], "viewer")).toEqual([
      [null, "overview", "r/pods", "search"],
      ["Console", "settings"],
    ]));
  it("gives no two items the same keys", () => {
    const keys = kubeGroups("local", "admin", all).flatMap(({ items }) => items.flatMap((item) => item.keys ?? []));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
