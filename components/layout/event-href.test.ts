import { expect, it } from "vitest";
import type { Row } from "@/lib/contract/live.ts";
import { eventHref } from "./event-href.ts";
import type { NavKind } from "./nav-kind.ts";

const kind = (name: string, word: string, namespaced: boolean, section: NavKind["section"] = "workloads"): NavKind => ({
  ...{ name, section, title: name, group: "", resource: name, kind: word, namespaced, shortNames: [] },
});
const where = {
  cluster: "local",
  kinds: [
    kind("services.serving.example.com", "Service", true, "custom"),
    kind("services", "Service", true, "network"),
    kind("pods", "Pod", true),
    kind("nodes", "Node", false),
  ],
};
const row = (object: string | null, namespace: string | null): Row => ({ key: "x", cells: { object, namespace } });

it.each([
  ["Pod/web-1", "a", "/c/local/r/pods/a/web-1"],
  ["Node/n1", "default", "/c/local/r/nodes/_/n1"],
  ["Service/web", "a", "/c/local/r/services/a/web"],
  ["Widget/web", "a", null],
  ["Pod", "a", null],
  [null, "a", null],
])("an event of %s in %s leads to %s", (object, namespace, href) =>
  expect(eventHref(where, row(object, namespace))).toBe(href),
);
