/** One cluster as its source (embedded, a file, Settings, in-cluster) describes it. A change makes a new spec. */
import type { KubeSource } from "../../api/kube/kube-source.ts";
import type { ClusterStatus } from "../../contract/cluster-status.ts";
import type { ClusterAccess, ClusterEntry } from "../../contract/clusters.ts";

export type ClusterSpec = {
  name: string;
  type: Exclude<ClusterEntry["type"], "fleet">;
  access: Exclude<ClusterAccess, "roles">;
  /** Null: all administrators where the access is single-user. */
  owner: string | null;
  server: string | null;
  warnings: string[];
  /** Who feeds the index and who acts; a sentence while they are not there. */
  sources: { reader: KubeSource; acting: KubeSource } | { why: string };
  /** Only of the embedded one. */
  embedded: ClusterStatus | null;
};

/** Names that no other cluster may have. */
export const reservedNames = ["fleet", "local"];
