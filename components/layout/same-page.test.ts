import { expect, it } from "vitest";
import { paths } from "@/lib/paths.ts";
import type { NavKind } from "./nav-kind.ts";
import { samePage } from "./same-page.ts";

const kind = (name: string, section: NavKind["section"]): NavKind => ({
  ...{ name, section, title: name, group: "", resource: name, kind: name, namespaced: true, shortNames: [] },
});
const kinds = [kind("services", "network"), kind("widgets.example.com", "custom")];
const fleet = { name: "fleet", type: "fleet" } as const;
const other = { name: "east", type: "kubeconfig" } as const;

it.each([
  [paths.pods("fleet"), other, paths.objects("east", "pods")],
  [paths.pod("fleet", "n", "u"), other, paths.objects("east", "pods")],
  [paths.images("fleet"), other, paths.overview("east")],
  [paths.objects("local", "nodes"), fleet, paths.nodes("fleet")],
  [paths.objects("local", "services"), fleet, paths.overview("fleet")],
  [paths.objects("local", "services"), other, paths.objects("east", "services")],
  [paths.object("local", "services", "a", "b"), other, paths.objects("east", "services")],
  [paths.objects("local", "widgets.example.com"), other, paths.overview("east")],
  [paths.audit("local"), fleet, paths.audit("fleet")],
  [paths.search("local"), fleet, paths.overview("fleet")],
  [paths.overview("local"), other, paths.overview("east")],
  ["/c/local/nowhere", other, paths.overview("east")],
])("from %s to %j leads to %s", (from, to, wanted) => expect(samePage(from, "", to, kinds)).toBe(wanted));

it("keeps what is sought and the part of the settings, not the namespaces", () => {
  expect(samePage("/c/local/search", "?q=web&ns=a", other, kinds)).toBe("/c/east/search?q=web");
  expect(samePage("/c/local/settings", "?section=users", fleet, kinds)).toBe("/c/fleet/settings?section=users");
});
