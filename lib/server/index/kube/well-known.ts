/**
 * Kinds that every cluster has: their lists can be opened, and say what is wrong, also while discovery has never been read. What
 * discovery tells takes their place.
 */
import type { Resource } from "./discovery.ts";

const verbs = ["create", "delete", "get", "list", "patch", "update", "watch"];

/** Group, resource, kind; those outside of namespaces apart. */
const namespaced = [
  ["", "pods", "Pod"],
  ["", "services", "Service"],
  ["", "events", "Event"],
  ["apps", "deployments", "Deployment"],
  ["apps", "statefulsets", "StatefulSet"],
  ["apps", "daemonsets", "DaemonSet"],
  ["apps", "replicasets", "ReplicaSet"],
  ["batch", "jobs", "Job"],
  ["batch", "cronjobs", "CronJob"],
  ["rbac.authorization.k8s.io", "roles", "Role"],
  ["rbac.authorization.k8s.io", "rolebindings", "RoleBinding"],
] as const;
const clusterWide = [
  ["", "namespaces", "Namespace"],
  ["", "nodes", "Node"],
  ["rbac.authorization.k8s.io", "clusterroles", "ClusterRole"],
  ["rbac.authorization.k8s.io", "clusterrolebindings", "ClusterRoleBinding"],
] as const;

const resourceOf =
  (isNamespaced: boolean) =>
  ([group, resource, kind]: readonly [string, string, string]): Resource => ({
    ...{ group, version: "v1", resource, kind, namespaced: isNamespaced, verbs },
    ...{ subresources: [], shortNames: [] },
  });

export const wellKnown: readonly Resource[] = [
  ...clusterWide.map(resourceOf(false)),
  ...namespaced.map(resourceOf(true)),
];
