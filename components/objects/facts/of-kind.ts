/** The kinds that have parts of their own, by name. All others get the generic page. */
import type { KindView } from "../view-props.ts";
import { autoscalers } from "./autoscalers.tsx";
import { bindings } from "./bindings.tsx";
import { configmaps } from "./configmaps.tsx";
import { cronjobs } from "./cronjobs.tsx";
import { customDefinitions } from "./custom-definitions.tsx";
import { daemonsets } from "./daemonsets.tsx";
import { deployments } from "./deployments.tsx";
import { disruptionBudgets } from "./disruption-budgets.tsx";
import { endpointslices } from "./endpointslices.tsx";
import { events } from "./events.tsx";
import { ingresses } from "./ingresses.tsx";
import { jobs } from "./jobs.tsx";
import { namespaces } from "./namespaces.tsx";
import { networkpolicies } from "./networkpolicies.tsx";
import { nodes } from "./nodes.tsx";
import { pods } from "./pods.tsx";
import { limitRanges, quotas } from "./quotas.tsx";
import { replicaOwners } from "./replica-owners.tsx";
import { roles } from "./roles.tsx";
import { secrets } from "./secrets.tsx";
import { serviceaccounts } from "./serviceaccounts.tsx";
import { services } from "./services.tsx";
import { claims, storageclasses, volumes } from "./volumes.tsx";

const views = new Map<string, KindView>([
  ["pods", pods],
  ["nodes", nodes],
  ["deployments.apps", deployments],
  ["statefulsets.apps", replicaOwners],
  ["replicasets.apps", replicaOwners],
  ["replicationcontrollers", replicaOwners],
  ["daemonsets.apps", daemonsets],
  ["jobs.batch", jobs],
  ["cronjobs.batch", cronjobs],
  ["services", services],
  ["ingresses.networking.k8s.io", ingresses],
  ["networkpolicies.networking.k8s.io", networkpolicies],
  ["endpointslices.discovery.k8s.io", endpointslices],
  ["configmaps", configmaps],
  ["secrets", secrets],
  ["serviceaccounts", serviceaccounts],
  ["roles.rbac.authorization.k8s.io", roles],
  ["clusterroles.rbac.authorization.k8s.io", roles],
  ["rolebindings.rbac.authorization.k8s.io", bindings],
  ["clusterrolebindings.rbac.authorization.k8s.io", bindings],
  ["persistentvolumes", volumes],
  ["persistentvolumeclaims", claims],
  ["storageclasses.storage.k8s.io", storageclasses],
  ["horizontalpodautoscalers.autoscaling", autoscalers],
  ["poddisruptionbudgets.policy", disruptionBudgets],
  ["resourcequotas", quotas],
  ["limitranges", limitRanges],
  ["namespaces", namespaces],
  ["customresourcedefinitions.apiextensions.k8s.io", customDefinitions],
  ["events", events],
  ["events.events.k8s.io", events],
]);

export const viewOf = (kind: string): KindView | null => views.get(kind) ?? null;
