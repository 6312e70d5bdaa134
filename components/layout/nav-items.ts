/** The sections of a cluster: only what it has and the user may read. */
import { Bell, Box, House, Package, Server } from "lucide-react";
import type { Role } from "@/lib/contract/roles.ts";
import { paths } from "@/lib/paths.ts";
import { auditItem, consoleGroup, type NavGroup } from "./nav-item.ts";
import type { NavKind } from "./nav-kind.ts";
import { kubeGroups } from "./nav-kube.ts";
import { placeOf } from "./page-place.ts";

type Where = { name: string; isFleet: boolean; kinds: readonly NavKind[] };

export function navGroups(cluster: Where, role: Role): NavGroup[] {
  return cluster.isFleet ? fleetGroups(cluster.name, role) : kubeGroups(cluster.name, role, cluster.kinds);
}

function fleetGroups(cluster: string, role: Role): NavGroup[] {
  return [
    {
      id: "main",
      title: null,
      items: [
        { id: "overview", label: "Overview", icon: House, href: paths.overview(cluster), keys: "g o" },
        { id: "pods", label: "Pods", icon: Box, href: paths.pods(cluster), counts: "pods", keys: "g p" },
        { id: "nodes", label: "Nodes", icon: Server, href: paths.nodes(cluster), counts: "nodes", keys: "g n" },
        { id: "images", label: "Images", icon: Package, href: paths.images(cluster), counts: "images", keys: "g i" },
      ],
    },
    {
      id: "watch",
      title: "Watch",
      items: [
        { id: "events", label: "Events", icon: Bell, href: paths.events(cluster), counts: "events", keys: "g e" },
        ...auditItem(cluster, role),
      ],
    },
    consoleGroup(cluster),
  ];
}

/** The item that a path belongs to: `/c/fleet/pods/a/b` is under Pods, `/c/local/r/services/a/b` under `r/services`. */
export function navIdOf(pathname: string): string {
  const place = placeOf(pathname);
  if (place === null) return "";
  if (place.section === "r") return `r/${place.kind ?? ""}`;
  return place.section === "run" ? "pods" : place.section;
}
