import { owner } from "../cell.ts";
import type { Condition, KubeObject } from "../object.ts";
import { imagesOf, type PodTemplate, replicaStatus } from "./replicas.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type ReplicaSet = KubeObject & {
  spec?: { replicas?: number; template?: PodTemplate };
  status?: {
    observedGeneration?: number;
    replicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    conditions?: Condition[];
  };
};

export const replicasets: TypedKind = {
  name: "replicasets.apps",
  title: "Replica sets",
  section: "workloads",
  columns: [
    column("ready", "Ready", "text", 80),
    column("available", "Available", "number", 90),
    column("owner", "Owner", "text", 220),
    column("images", "Images", "mono", 300),
    hiddenColumn("desired", "Desired", "number", 80),
    hiddenColumn("revision", "Revision", "number", 80),
  ],
  project(object) {
    const { spec = {}, status = {}, metadata = {} } = object as ReplicaSet;
    const desired = spec.replicas ?? 1;
    const { replicas = 0, readyReplicas = 0, availableReplicas = 0, conditions = [] } = status;
    const revision = Number(metadata.annotations?.["deployment.kubernetes.io/revision"]);
    return {
      status: replicaStatus({
        metadata,
        observed: status.observedGeneration ?? 0,
        desired,
        current: replicas,
        updated: replicas,
        ready: readyReplicas,
        available: availableReplicas,
        isFailing: conditions.some(({ type, status: value }) => type === "ReplicaFailure" && value === "True"),
        isRolledOut: false,
      }),
      ready: `${readyReplicas}/${desired}`,
      available: availableReplicas,
      desired,
      owner: owner(metadata),
      images: imagesOf(spec.template),
      revision: Number.isInteger(revision) ? revision : null,
    };
  },
};
