import { list, owner, text } from "../cell.ts";
import { statusOf } from "../tone.ts";
import { podRequest } from "./pod-requests.ts";
import type { Pod } from "./pod-shape.ts";
import { podSummary } from "./pod-status.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

export const pods: TypedKind = {
  name: "pods",
  title: "Pods",
  section: "workloads",
  columns: [
    column("status", "Status", "status", 160),
    column("ready", "Ready", "text", 70),
    column("restarts", "Restarts", "number", 80),
    column("node", "Node", "text", 150),
    column("ip", "IP", "mono", 120),
    column("owner", "Owner", "text", 220),
    hiddenColumn("unready", "Not ready", "number", 80),
    hiddenColumn("lastRestart", "Last restart", "time", 100),
    hiddenColumn("cpu", "CPU request", "cores", 110),
    hiddenColumn("memory", "Memory request", "bytes", 120),
    hiddenColumn("qos", "QoS", "text", 100),
    hiddenColumn("images", "Images", "mono", 320),
    hiddenColumn("serviceAccount", "Service account", "text", 140),
    hiddenColumn("phase", "Phase", "text", 100),
    hiddenColumn("reason", "Reason", "text", 140),
  ],
  project(object) {
    const pod = object as Pod;
    const { spec = {}, status = {}, metadata = {} } = pod;
    const { word, ready, total, restarts, lastRestart } = podSummary(pod);
    return {
      status: statusOf(word),
      ready: `${ready}/${total}`,
      unready: Math.max(0, total - ready),
      restarts,
      lastRestart,
      node: text(spec.nodeName),
      ip: text(status.podIP),
      owner: owner(metadata),
      cpu: podRequest(pod, "cpu"),
      memory: podRequest(pod, "memory"),
      qos: text(status.qosClass),
      images: list((spec.containers ?? []).map(({ image }) => image)),
      serviceAccount: text(spec.serviceAccountName),
      phase: text(status.phase),
      reason: text(status.reason),
    };
  },
};
