/** The sections of a Kubernetes cluster, from the kinds that its discovery shows and the user may list. Pure. */
import { House, Search } from "lucide-react";
import type { KubeSection } from "@/lib/contract/kube-kind.ts";
import type { Role } from "@/lib/contract/roles.ts";
import { paths } from "@/lib/paths.ts";
import { kindIcon, sectionIcons } from "./kind-icon.ts";
import { auditItem, consoleGroup, type NavGroup, type NavItem } from "./nav-item.ts";
import type { NavKind } from "./nav-kind.ts";

/** Above all groups, in this order. */
const first = ["workloads", "pods", "nodes"];
const events = ["events", "events.events.k8s.io"];

const keys: Record<string, string> = {
  workloads: "g w",
  pods: "g p",
  nodes: "g n",
  "deployments.apps": "g d",
  services: "g v",
  namespaces: "g m",
  events: "g e",
};

const sections: [KubeSection, string][] = [
  ["workloads", "Workloads"],
  ["network", "Network"],
  ["storage", "Storage"],
  ["config", "Config"],
  ["access", "Access"],
  ["cluster", "Cluster"],
];

/** What people look for comes first; the rest follows by name. */
const order = [
  ...["deployments.apps", "statefulsets.apps", "daemonsets.apps", "jobs.batch", "cronjobs.batch", "replicasets.apps"],
  ...[
    "services",
    "ingresses.networking.k8s.io",
    "configmaps",
    "secrets",
    "persistentvolumeclaims",
    "persistentvolumes",
  ],
  ...["namespaces", "serviceaccounts"],
];

function rank(kind: NavKind): number {
  const at = order.indexOf(kind.name);
  return at < 0 ? order.length : at;
}

export function kubeGroups(cluster: string, role: Role, kinds: readonly NavKind[]): NavGroup[] {
  const of = (names: readonly string[]) =>
    names.flatMap((name) => kinds.filter((kind) => kind.name === name)).map((kind) => kindItem(cluster, kind));
  const shown = [...first, ...events];
  const rest = kinds.filter(({ name }) => !shown.includes(name));
  return [
    {
      id: "main",
      title: null,
      items: [
        { id: "overview", label: "Overview", icon: House, href: paths.overview(cluster), keys: "g o" },
        ...of(first),
        { id: "search", label: "Search", icon: Search, href: paths.search(cluster), keys: "g f" },
      ],
    },
    ...sections.flatMap(([section, title]): NavGroup[] => folded(section, title, cluster, rest, section)),
    ...customGroups(cluster, rest),
    { id: "watch", title: "Watch", items: [...of(events.slice(0, 1)), ...auditItem(cluster, role)] },
    consoleGroup(cluster),
  ].filter(({ items }) => items.length > 0);
}

function folded(
  id: string,
  title: string,
  cluster: string,
  kinds: readonly NavKind[],
  section: KubeSection,
): NavGroup[] {
  const items = kinds
    .filter((kind) => kind.section === section)
    .sort((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title, "en"))
    .map((kind) => kindItem(cluster, kind));
  return items.length === 0 ? [] : [{ id, title, items, folds: sectionIcons[section] }];
}

/** One for each API group that custom resource definitions or other API servers bring. */
function customGroups(cluster: string, kinds: readonly NavKind[]): NavGroup[] {
  const custom = kinds.filter(({ section }) => section === "custom");
  const groups = [...new Set(custom.map(({ group }) => group))].sort((a, b) => a.localeCompare(b, "en"));
  return groups.flatMap((group) =>
    folded(
      `custom/${group}`,
      group,
      cluster,
      custom.filter((kind) => kind.group === group),
      "custom",
    ),
  );
}

function kindItem(cluster: string, kind: NavKind): NavItem {
  return {
    id: `r/${kind.name}`,
    label: kind.title,
    icon: kindIcon(kind),
    href: paths.objects(cluster, kind.name),
    counts: kind.name,
    keys: keys[kind.name],
    words: [kind.name, kind.kind, ...kind.shortNames].join(" "),
  };
}
