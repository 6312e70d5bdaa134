import { text } from "../cell.ts";
import type { Condition, KubeObject } from "../object.ts";
import { imagesOf, type PodTemplate, replicaStatus } from "./replicas.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type Deployment = KubeObject & {
  spec?: { replicas?: number; paused?: boolean; template?: PodTemplate; strategy?: { type?: string } };
  status?: {
    observedGeneration?: number;
    replicas?: number;
    updatedReplicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    conditions?: Condition[];
  };
};

export const deployments: TypedKind = {
  name: "deployments.apps",
  title: "Deployments",
  section: "workloads",
  columns: [
    column("ready", "Ready", "text", 80),
    column("updated", "Up to date", "number", 90),
    column("available", "Available", "number", 90),
    column("images", "Images", "mono", 300),
    hiddenColumn("desired", "Desired", "number", 80),
    hiddenColumn("strategy", "Strategy", "text", 120),
    hiddenColumn("reason", "Reason", "text", 220),
  ],
  project(object) {
    const { spec = {}, status = {}, metadata } = object as Deployment;
    const desired = spec.replicas ?? 1;
    const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0, conditions = [] } = status;
    const progress = conditions.find(({ type }) => type === "Progressing");
    const failure = conditions.find(({ type, status: value }) => type === "ReplicaFailure" && value === "True");
    const isFailing = failure !== undefined || (progress?.status === "False" && progress.reason !== "DeploymentPaused");
    return {
      status: replicaStatus({
        metadata,
        observed: status.observedGeneration ?? 0,
        desired,
        current: replicas,
        updated: updatedReplicas,
        ready: readyReplicas,
        available: availableReplicas,
        isPaused: spec.paused,
        isFailing,
        isRolledOut: progress?.reason === "NewReplicaSetAvailable",
      }),
      ready: `${readyReplicas}/${desired}`,
      updated: updatedReplicas,
      available: availableReplicas,
      desired,
      images: imagesOf(spec.template),
      strategy: text(spec.strategy?.type),
      reason: text(failure?.reason ?? progress?.reason),
    };
  },
};
