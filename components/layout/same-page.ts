/** Where a switch of clusters leads: to the same noun where both have it, else to the overview. Pure. */
import type { ClusterEntry } from "@/lib/contract/clusters.ts";
import { paths } from "@/lib/paths.ts";
import type { NavKind } from "./nav-kind.ts";
import { placeOf } from "./page-place.ts";

/** Nouns of the fleet that are kinds of Kubernetes too. */
const shared = ["pods", "nodes", "events"];

/** `search`: the query of the page, kept where it means the same there. `kinds`: those of the cluster that is left. */
export function samePage(
  pathname: string,
  search: string,
  to: Pick<ClusterEntry, "name" | "type">,
  kinds: readonly NavKind[],
): string {
  const place = placeOf(pathname);
  const isFleet = to.type === "fleet";
  switch (place?.section) {
    case "audit":
      return paths.audit(to.name);
    case "account":
      return paths.account(to.name);
    case "settings":
      return `${paths.settings(to.name)}${search}`;
    case "search":
      return isFleet ? paths.overview(to.name) : `${paths.search(to.name)}${withoutNamespaces(search)}`;
    case "r":
      return ofKind(place.kind ?? "", to.name, isFleet, kinds);
    case "pods":
    case "nodes":
    case "events":
    case "images":
      return ofNoun(place.section, to.name, isFleet);
    default:
      return paths.overview(to.name);
  }
}

function ofKind(kind: string, cluster: string, isFleet: boolean, kinds: readonly NavKind[]): string {
  if (isFleet) return ofNoun(kind, cluster, true);
  // What a custom resource definition brings may be nowhere else; the rest is in every cluster.
  const isCustom = kinds.find(({ name }) => name === kind)?.section === "custom";
  return isCustom ? paths.overview(cluster) : paths.objects(cluster, kind);
}

function ofNoun(noun: string, cluster: string, isFleet: boolean): string {
  if (!isFleet) return shared.includes(noun) ? paths.objects(cluster, noun) : paths.overview(cluster);
  const lists: Record<string, (cluster: string) => string> = {
    pods: paths.pods,
    nodes: paths.nodes,
    events: paths.events,
    images: paths.images,
  };
  return (lists[noun] ?? paths.overview)(cluster);
}

function withoutNamespaces(search: string): string {
  const params = new URLSearchParams(search);
  params.delete("ns");
  return params.size === 0 ? "" : `?${params}`;
}
