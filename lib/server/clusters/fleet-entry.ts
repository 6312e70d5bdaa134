/** The agents as a cluster of their own, for the list of clusters. */
import type { ClusterEntry } from "../../contract/clusters.ts";

/** `version`: the console's. */
export function fleetEntry(version: string): ClusterEntry {
  return {
    name: "fleet",
    type: "fleet",
    access: "roles",
    owner: null,
    server: null,
    version,
    state: "ready",
    why: null,
    embedded: null,
    hasToken: false,
    warnings: [],
  };
}
