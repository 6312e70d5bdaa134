import { pairs, text } from "../cell.ts";
import type { KubeObject } from "../object.ts";
import { imagesOf, type PodTemplate, replicaStatus } from "./replicas.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type DaemonSet = KubeObject & {
  spec?: {
    template?: PodTemplate & { spec?: { nodeSelector?: Record<string, string> } };
    updateStrategy?: { type?: string };
  };
  status?: {
    observedGeneration?: number;
    desiredNumberScheduled?: number;
    currentNumberScheduled?: number;
    updatedNumberScheduled?: number;
    numberReady?: number;
    numberAvailable?: number;
    numberMisscheduled?: number;
  };
};

export const daemonsets: TypedKind = {
  name: "daemonsets.apps",
  title: "Daemon sets",
  section: "workloads",
  columns: [
    column("ready", "Ready", "text", 80),
    column("updated", "Up to date", "number", 90),
    column("available", "Available", "number", 90),
    column("images", "Images", "mono", 300),
    column("nodeSelector", "Node selector", "text", 180),
    hiddenColumn("desired", "Desired", "number", 80),
    hiddenColumn("misplaced", "Misplaced", "number", 90),
    hiddenColumn("strategy", "Strategy", "text", 120),
  ],
  project(object) {
    const { spec = {}, status = {}, metadata } = object as DaemonSet;
    const { desiredNumberScheduled: desired = 0, numberReady = 0, numberAvailable = 0 } = status;
    const updated = status.updatedNumberScheduled ?? 0;
    const isByHand = spec.updateStrategy?.type === "OnDelete";
    return {
      status: replicaStatus({
        metadata,
        observed: status.observedGeneration ?? 0,
        desired,
        current: status.currentNumberScheduled ?? 0,
        updated: isByHand ? Math.max(desired, status.currentNumberScheduled ?? 0) : updated,
        ready: numberReady,
        available: numberAvailable,
        isRolledOut: updated >= desired,
      }),
      ready: `${numberReady}/${desired}`,
      updated,
      available: numberAvailable,
      desired,
      images: imagesOf(spec.template),
      nodeSelector: pairs(spec.template?.spec?.nodeSelector),
      misplaced: status.numberMisscheduled ?? 0,
      strategy: text(spec.updateStrategy?.type),
    };
  },
};
