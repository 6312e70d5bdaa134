/** How clusters are acted on, in words. Pure. */
import type { ClusterEntry } from "@/lib/contract/clusters.ts";

export const accessWords: Record<ClusterEntry["access"], string> = {
  roles: "by roles",
  impersonate: "as yourself",
  "single-user": "one credential",
  token: "own tokens",
};

export const accessHints: Record<ClusterEntry["access"], string> = {
  roles: "What a user may do on the agents is the role's.",
  impersonate: "Each user acts under the own name and groups; the cluster's RBAC decides.",
  "single-user": "All that is done there is done with the credential of the kubeconfig, by its owner alone.",
  token: "Each user adds a token of their own; the cluster's RBAC decides.",
};

/** Why the cluster cannot be removed here; null when it can. */
export function whyKept({ type, owner }: Pick<ClusterEntry, "type" | "owner">): string | null {
  if (type === "fleet") return "the agents are removed one by one";
  if (type === "embedded") return "it belongs to this Craton; npm start -- --no-cluster leaves it out";
  if (type === "in-cluster") return "it is the cluster that the console runs in";
  return owner === null ? "it was given on the command line (--kubeconfig)" : null;
}
