/** An item of the navigation, and those that every cluster has. */
import { type LucideIcon, ScrollText, Settings } from "lucide-react";
import { may, type Role } from "@/lib/contract/roles.ts";
import { paths } from "@/lib/paths.ts";

export type NavItem = {
  id: string;
  label: string;
  /** Null inside of a group that has one. */
  icon: LucideIcon | null;
  href: string;
  /** The kind whose number stands beside it. */
  counts?: string;
  /** Two keys in a row that go there. */
  keys?: string;
  /** More words by which the palette finds it. */
  words?: string;
};
export type NavGroup = {
  id: string;
  title: string | null;
  items: NavItem[];
  /** Opens and closes, and stands as this one icon where there is room for icons alone. */
  folds?: LucideIcon;
};

export function auditItem(cluster: string, role: Role): NavItem[] {
  if (may(role, "list", "audit") !== null) return [];
  return [{ id: "audit", label: "Audit", icon: ScrollText, href: paths.audit(cluster), keys: "g a" }];
}

export function consoleGroup(cluster: string): NavGroup {
  return {
    id: "console",
    title: "Console",
    items: [{ id: "settings", label: "Settings", icon: Settings, href: paths.settings(cluster), keys: "g s" }],
  };
}
