import { text } from "../cell.ts";
import type { KubeObject } from "../object.ts";
import { imagesOf, type PodTemplate, replicaStatus } from "./replicas.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type StatefulSet = KubeObject & {
  spec?: { replicas?: number; serviceName?: string; template?: PodTemplate; updateStrategy?: { type?: string } };
  status?: {
    observedGeneration?: number;
    replicas?: number;
    readyReplicas?: number;
    updatedReplicas?: number;
    availableReplicas?: number;
    currentRevision?: string;
    updateRevision?: string;
  };
};

export const statefulsets: TypedKind = {
  name: "statefulsets.apps",
  title: "Stateful sets",
  section: "workloads",
  columns: [
    column("ready", "Ready", "text", 80),
    column("updated", "Up to date", "number", 90),
    column("available", "Available", "number", 90),
    column("images", "Images", "mono", 300),
    column("service", "Service", "text", 140),
    hiddenColumn("desired", "Desired", "number", 80),
    hiddenColumn("strategy", "Strategy", "text", 120),
  ],
  project(object) {
    const { spec = {}, status = {}, metadata } = object as StatefulSet;
    const desired = spec.replicas ?? 1;
    const { replicas = 0, readyReplicas = 0, availableReplicas = 0, currentRevision, updateRevision } = status;
    const isRolledOut = currentRevision === updateRevision;
    // With OnDelete pods are renewed by hand: an old one is no progress.
    const isByHand = spec.updateStrategy?.type === "OnDelete";
    const updated = isRolledOut || isByHand ? replicas : (status.updatedReplicas ?? 0);
    return {
      status: replicaStatus({
        metadata,
        observed: status.observedGeneration ?? 0,
        desired,
        current: replicas,
        updated,
        ready: readyReplicas,
        available: availableReplicas,
        isRolledOut: isRolledOut && replicas >= desired,
      }),
      ready: `${readyReplicas}/${desired}`,
      updated: status.updatedReplicas ?? (isRolledOut ? replicas : 0),
      available: availableReplicas,
      desired,
      images: imagesOf(spec.template),
      service: text(spec.serviceName),
      strategy: text(spec.updateStrategy?.type),
    };
  },
};
