import { expect, it } from "vitest";
import { paths } from "@/lib/paths.ts";
import { navIdOf } from "./nav-items.ts";
import { placeOf } from "./page-place.ts";

it.each([
  [paths.objects("local", "deployments.apps"), { section: "r", kind: "deployments.apps", namespace: null, name: null }],
  [paths.object("local", "pods", "a", "web"), { section: "r", kind: "pods", namespace: "a", name: "web" }],
  [paths.object("local", "nodes", null, "n1", "yaml"), { section: "r", kind: "nodes", namespace: null, name: "n1" }],
  [paths.object("local", "clusterroles.rbac.authorization.k8s.io", null, "system:node"), { name: "system:node" }],
  [paths.overview("local"), { section: "overview", kind: null }],
  [paths.pods("local"), { section: "pods", kind: null, name: null }],
])("reads back %s", (href, place) => expect(placeOf(href)).toMatchObject({ cluster: "local", ...place }));

it.each(["/", "/sign-in", "/c/", "/x/local/pods", ""])("makes nothing of %s", (href) =>
  expect(placeOf(href)).toBeNull(),
);

it("does not fall over bad escapes", () => expect(placeOf("/c/local/r/%E0%A4%A/a/b")?.kind).toBeNull());

it.each([
  [paths.pod("fleet", "n", "u"), "pods"],
  [paths.run("fleet"), "pods"],
  [paths.object("local", "services", "a", "b"), "r/services"],
  [paths.search("local", "x"), "search"],
])("%s belongs to %s", (href, id) => expect(navIdOf(href.split("?")[0] ?? "")).toBe(id));
