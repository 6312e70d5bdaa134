/** The kinds that the synthetic server serves: those of the seeded world, and empty ones of a usual cluster. */
import type { Kind, Maker, ObjectBody, TableColumn } from "./kind.ts";
import { nodeMaker } from "./objects/node.ts";
import { podMaker } from "./objects/pod.ts";
import { eventMaker, namespaceMaker, serviceMaker } from "./objects/small.ts";
import { deploymentMaker, replicaSetMaker } from "./objects/workload.ts";
import { cellsOf, columnsOf } from "./table-cells.ts";
import type { World } from "./world.ts";

const verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

type Row = [resource: string, kind: string, shortNames?: string[], categories?: string[], subresources?: string[]];
const namespaced: Record<string, Row[]> = {
  "/v1": [
    ["configmaps", "ConfigMap", ["cm"]],
    ["endpoints", "Endpoints", ["ep"]],
    ["events", "Event", ["ev"]],
    ["limitranges", "LimitRange", ["limits"]],
    ["persistentvolumeclaims", "PersistentVolumeClaim", ["pvc"], [], ["status"]],
    ["pods", "Pod", ["po"], ["all"], ["status", "log", "exec"]],
    ["resourcequotas", "ResourceQuota", ["quota"], [], ["status"]],
    ["secrets", "Secret"],
    ["serviceaccounts", "ServiceAccount", ["sa"]],
    ["services", "Service", ["svc"], ["all"], ["status"]],
  ],
  "apps/v1": [
    ["daemonsets", "DaemonSet", ["ds"], ["all"], ["status"]],
    ["deployments", "Deployment", ["deploy"], ["all"], ["scale", "status"]],
    ["replicasets", "ReplicaSet", ["rs"], ["all"], ["scale", "status"]],
    ["statefulsets", "StatefulSet", ["sts"], ["all"], ["scale", "status"]],
  ],
  "batch/v1": [
    ["cronjobs", "CronJob", ["cj"], ["all"], ["status"]],
    ["jobs", "Job", [], ["all"], ["status"]],
  ],
  "autoscaling/v2": [["horizontalpodautoscalers", "HorizontalPodAutoscaler", ["hpa"], ["all"], ["status"]]],
  "discovery.k8s.io/v1": [["endpointslices", "EndpointSlice"]],
  "networking.k8s.io/v1": [
    ["ingresses", "Ingress", ["ing"], [], ["status"]],
    ["networkpolicies", "NetworkPolicy", ["netpol"]],
  ],
  "policy/v1": [["poddisruptionbudgets", "PodDisruptionBudget", ["pdb"], [], ["status"]]],
  "rbac.authorization.k8s.io/v1": [
    ["rolebindings", "RoleBinding"],
    ["roles", "Role"],
  ],
};
const clusterWide: Record<string, Row[]> = {
  "/v1": [
    ["namespaces", "Namespace", ["ns"], [], ["status"]],
    ["nodes", "Node", ["no"], [], ["status"]],
    ["persistentvolumes", "PersistentVolume", ["pv"], [], ["status"]],
  ],
  "apiextensions.k8s.io/v1": [
    ["customresourcedefinitions", "CustomResourceDefinition", ["crd"], ["api-extensions"], ["status"]],
  ],
  "rbac.authorization.k8s.io/v1": [
    ["clusterrolebindings", "ClusterRoleBinding"],
    ["clusterroles", "ClusterRole"],
  ],
  "storage.k8s.io/v1": [["storageclasses", "StorageClass", ["sc"]]],
};

const fields: Record<string, string[]> = {
  pods: [
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "status.phase",
    "status.podIP",
  ],
  events: [
    "involvedObject.kind",
    "involvedObject.namespace",
    "involvedObject.name",
    "involvedObject.uid",
    "reason",
    "type",
  ],
  namespaces: ["status.phase"],
};

/** In the order of discovery. */
export function makeKinds(world: World): Kind[] {
  const makers: Record<string, Maker> = {
    pods: podMaker(world),
    nodes: nodeMaker(world),
    namespaces: namespaceMaker(world),
    services: serviceMaker(world),
    events: eventMaker(world),
    deployments: deploymentMaker(world),
    replicasets: replicaSetMaker(world),
  };
  const made: Kind[] = [];
  for (const [isNamespaced, table] of [
    [true, namespaced],
    [false, clusterWide],
  ] as const)
    for (const [groupVersion, rows] of Object.entries(table)) {
      const [group = "", version = ""] = groupVersion.split("/");
      for (const [resource, kind, shortNames = [], categories = [], subresources = []] of rows) {
        const columns: TableColumn[] = columnsOf(resource);
        const cells = (object: ObjectBody) => cellsOf(resource, object);
        const row = { group, version, resource, singular: kind.toLowerCase(), kind, namespaced: isNamespaced };
        const served = resource === "namespaces" ? verbs.filter((verb) => verb !== "deletecollection") : verbs;
        const facts = { verbs: served, shortNames, categories, subresources, fields: fields[resource] ?? [] };
        made.push({ ...row, ...facts, columns, cells, maker: makers[resource] ?? null });
      }
    }
  return made;
}
