/** What is read of a pod. */
import type { Condition, KubeObject } from "../object.ts";

export type ContainerState = {
  waiting?: { reason?: string };
  running?: { startedAt?: string };
  terminated?: { reason?: string; exitCode?: number; signal?: number; finishedAt?: string };
};
export type ContainerStatus = {
  name?: string;
  ready?: boolean;
  started?: boolean;
  restartCount?: number;
  state?: ContainerState;
  lastState?: ContainerState;
};
export type Requests = { requests?: Record<string, unknown> };
export type Container = { name?: string; image?: string; restartPolicy?: string; resources?: Requests };

export type Pod = KubeObject & {
  spec?: {
    nodeName?: string;
    serviceAccountName?: string;
    containers?: Container[];
    initContainers?: Container[];
    resources?: Requests;
    overhead?: Record<string, unknown>;
    priorityClassName?: string;
  };
  status?: {
    phase?: string;
    reason?: string;
    podIP?: string;
    qosClass?: string;
    message?: string;
    conditions?: Condition[];
    containerStatuses?: ContainerStatus[];
    initContainerStatuses?: ContainerStatus[];
  };
};

/** An init container that goes on running beside the others. */
export const isSidecar = (container: Container | undefined): boolean => container?.restartPolicy === "Always";
