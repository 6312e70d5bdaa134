/** Kinds that a search found, in the order in which people look for them. Pure. */
import type { KubeSection } from "@/lib/contract/kube-kind.ts";
import type { SearchAnswer } from "@/lib/contract/kube-search.ts";
import type { NavKind } from "./nav-kind.ts";

type Group = SearchAnswer["groups"][number];

const sections: KubeSection[] = ["workloads", "network", "config", "storage", "custom", "cluster", "access"];
/** What follows from other objects comes after them. */
const derived = ["replicasets.apps", "endpoints", "endpointslices.discovery.k8s.io", "leases.coordination.k8s.io"];

/**
 * Kinds in which a name is the text, then in which one begins with it, then the rest; among these by section, events last.
 * Kinds that are not known are left out.
 */
export function orderFound(groups: readonly Group[], text: string, kinds: readonly NavKind[]): Group[] {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const wanted = text.trim().toLowerCase();
  return groups
    .flatMap((group) => {
      const kind = byName.get(group.kind);
      return kind === undefined ? [] : [{ group, place: nameFit(group, wanted) * 100 + weight(kind) }];
    })
    .sort((a, b) => a.place - b.place)
    .map(({ group }) => group);
}

function nameFit(group: Group, wanted: string): number {
  const names = group.objects.map(({ name }) => name.toLowerCase());
  if (group.kind.startsWith("events")) return 2;
  if (names.includes(wanted)) return 0;
  return names.some((name) => name.startsWith(wanted)) ? 1 : 2;
}

function weight(kind: NavKind): number {
  if (kind.name.startsWith("events")) return 99;
  return sections.indexOf(kind.section) + (derived.includes(kind.name) ? 20 : 0);
}
