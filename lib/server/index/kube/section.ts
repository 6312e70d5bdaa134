/** Where a kind without columns of our own stands in the navigation. */
import type { KubeSection } from "../../../contract/kube-kind.ts";
import type { Resource } from "./discovery.ts";

/** Groups that belong to Kubernetes itself. */
const groups: Record<string, KubeSection> = {
  apps: "workloads",
  batch: "workloads",
  autoscaling: "workloads",
  policy: "workloads",
  "networking.k8s.io": "network",
  "discovery.k8s.io": "network",
  "storage.k8s.io": "storage",
  "rbac.authorization.k8s.io": "access",
  "certificates.k8s.io": "access",
  "admissionregistration.k8s.io": "config",
  "scheduling.k8s.io": "cluster",
  "coordination.k8s.io": "cluster",
  "apiextensions.k8s.io": "cluster",
  "apiregistration.k8s.io": "cluster",
  "flowcontrol.apiserver.k8s.io": "cluster",
  "node.k8s.io": "cluster",
  "resource.k8s.io": "cluster",
  "internal.apiserver.k8s.io": "cluster",
  "storagemigration.k8s.io": "cluster",
  "events.k8s.io": "cluster",
};

const core: Record<string, KubeSection> = {
  services: "network",
  endpoints: "network",
  persistentvolumes: "storage",
  persistentvolumeclaims: "storage",
  configmaps: "config",
  secrets: "config",
  resourcequotas: "config",
  limitranges: "config",
  serviceaccounts: "access",
  pods: "workloads",
  replicationcontrollers: "workloads",
  podtemplates: "workloads",
};

export function sectionOf({ group, resource }: Resource): KubeSection {
  if (group === "") return core[resource] ?? "cluster";
  return groups[group] ?? "custom";
}
