import { quantity } from "../../../../format/quantity.ts";
import { list, text } from "../cell.ts";
import type { Condition, KubeObject } from "../object.ts";
import { type StatusCell, status } from "../tone.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type Node = KubeObject & {
  spec?: { unschedulable?: boolean; taints?: { key?: string; value?: string; effect?: string }[] };
  status?: {
    conditions?: Condition[];
    allocatable?: Record<string, unknown>;
    addresses?: { type?: string; address?: string }[];
    nodeInfo?: {
      kubeletVersion?: string;
      osImage?: string;
      kernelVersion?: string;
      containerRuntimeVersion?: string;
      architecture?: string;
    };
  };
};

/** Columns that follow from the pods on a node are filled in by node-use.ts. */
export const nodes: TypedKind = {
  name: "nodes",
  title: "Nodes",
  section: "cluster",
  columns: [
    column("status", "Status", "status", 210),
    column("roles", "Roles", "text", 120),
    column("pods", "Pods", "number", 150),
    hiddenColumn("podLimit", "Pod limit", "number", 80),
    column("cpu", "CPU requested", "cores", 176),
    hiddenColumn("cpuLimit", "CPU", "cores", 80),
    column("memory", "Memory requested", "bytes", 190),
    hiddenColumn("memoryLimit", "Memory", "bytes", 90),
    column("version", "Version", "mono", 100),
    column("ip", "Internal IP", "mono", 130),
    column("taints", "Taints", "text", 200),
    hiddenColumn("os", "OS image", "text", 220),
    hiddenColumn("kernel", "Kernel", "mono", 160),
    hiddenColumn("runtime", "Runtime", "mono", 160),
    hiddenColumn("arch", "Architecture", "text", 100),
    hiddenColumn("pressure", "Pressure", "text", 160),
  ],
  sort: [{ column: "name", desc: false }],
  project(object) {
    const node = object as Node;
    const { spec = {}, status: now = {}, metadata = {} } = node;
    const info = now.nodeInfo ?? {};
    return {
      status: nodeStatus(node),
      roles: list(rolesOf(metadata.labels ?? {})),
      podLimit: quantity(now.allocatable?.pods),
      cpuLimit: quantity(now.allocatable?.cpu),
      memoryLimit: quantity(now.allocatable?.memory),
      version: text(info.kubeletVersion),
      ip: text(now.addresses?.find(({ type }) => type === "InternalIP")?.address),
      taints: list((spec.taints ?? []).map(({ key, value, effect }) => `${key}${value ? `=${value}` : ""}:${effect}`)),
      os: text(info.osImage),
      kernel: text(info.kernelVersion),
      runtime: text(info.containerRuntimeVersion),
      arch: text(info.architecture),
      pressure: list((now.conditions ?? []).filter(isTrouble).map(({ type }) => type)),
    };
  },
};

const isTrouble = ({ type, status: value }: Condition) => type !== "Ready" && value === "True";

function nodeStatus({ spec, status: now }: Node): StatusCell {
  const ready = now?.conditions?.find(({ type }) => type === "Ready");
  const word = ready === undefined ? "Unknown" : ready.status === "True" ? "Ready" : "NotReady";
  if (spec?.unschedulable) return status(`${word},SchedulingDisabled`, word === "Ready" ? "warn" : "bad");
  if (word !== "Ready") return status(word, word === "Unknown" ? "warn" : "bad");
  return status(word, now?.conditions?.some(isTrouble) ? "warn" : "ok");
}

function rolesOf(labels: Record<string, string>): string[] {
  const found: string[] = [];
  for (const [key, value] of Object.entries(labels)) {
    if (key.startsWith("node-role.kubernetes.io/")) found.push(key.slice("node-role.kubernetes.io/".length));
    else if (key === "kubernetes.io/role") found.push(value);
  }
  return [...new Set(found)].sort();
}
