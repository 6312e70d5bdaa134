/** The sections of a cluster: only what it has and the user may read. */
import { Bell, Box, House, type LucideIcon, Package, ScrollText, Server, Settings } from "lucide-react";
import type { KindName } from "@/lib/contract/kinds.ts";
import { may, type Role } from "@/lib/contract/roles.ts";
import { paths } from "@/lib/paths.ts";

export type NavItem = {
  id: string;
  label: string;
  icon: LucideIcon;
  href: string;
  /** The kind whose number stands beside it. */
  counts?: KindName;
  /** Two keys in a row that go there. */
  keys: string;
};
export type NavGroup = { title: string | null; items: NavItem[] };

export function navGroups(cluster: string, role: Role): NavGroup[] {
  const watch: NavItem[] = [
    { id: "events", label: "Events", icon: Bell, href: paths.events(cluster), counts: "events", keys: "g e" },
  ];
  if (may(role, "list", "audit") === null)
    watch.push({ id: "audit", label: "Audit", icon: ScrollText, href: paths.audit(cluster), keys: "g a" });
  return [
    {
      title: null,
      items: [
        { id: "overview", label: "Overview", icon: House, href: paths.overview(cluster), keys: "g o" },
        { id: "pods", label: "Pods", icon: Box, href: paths.pods(cluster), counts: "pods", keys: "g p" },
        { id: "nodes", label: "Nodes", icon: Server, href: paths.nodes(cluster), counts: "nodes", keys: "g n" },
        { id: "images", label: "Images", icon: Package, href: paths.images(cluster), counts: "images", keys: "g i" },
      ],
    },
    { title: "Watch", items: watch },
    {
      title: "Console",
      items: [{ id: "settings", label: "Settings", icon: Settings, href: paths.settings(cluster), keys: "g s" }],
    },
  ];
}

/** The item that a path belongs to: `/c/fleet/pods/a/b` is under Pods, and so is the form that runs one. */
export function navIdOf(pathname: string): string {
  const section = pathname.split("/")[3] ?? "";
  return section === "run" ? "pods" : section;
}
