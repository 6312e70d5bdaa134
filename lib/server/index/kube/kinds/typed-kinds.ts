/** The kinds with columns of their own, by name. */
import { clusterrolebindings } from "./clusterrolebindings.ts";
import { clusterroles } from "./clusterroles.ts";
import { cronjobs } from "./cronjobs.ts";
import { customresourcedefinitions } from "./customresourcedefinitions.ts";
import { daemonsets } from "./daemonsets.ts";
import { deployments } from "./deployments.ts";
import { endpointslices } from "./endpointslices.ts";
import { events } from "./events.ts";
import { horizontalpodautoscalers } from "./horizontalpodautoscalers.ts";
import { ingresses } from "./ingresses.ts";
import { jobs } from "./jobs.ts";
import { leases } from "./leases.ts";
import { limitranges } from "./limitranges.ts";
import { namespaces } from "./namespaces.ts";
import { networkpolicies } from "./networkpolicies.ts";
import { nodes } from "./nodes.ts";
import { persistentvolumeclaims } from "./persistentvolumeclaims.ts";
import { persistentvolumes } from "./persistentvolumes.ts";
import { poddisruptionbudgets } from "./poddisruptionbudgets.ts";
import { pods } from "./pods.ts";
import { priorityclasses } from "./priorityclasses.ts";
import { replicasets } from "./replicasets.ts";
import { resourcequotas } from "./resourcequotas.ts";
import { rolebindings } from "./rolebindings.ts";
import { roles } from "./roles.ts";
import { serviceaccounts } from "./serviceaccounts.ts";
import { services } from "./services.ts";
import { statefulsets } from "./statefulsets.ts";
import { storageclasses } from "./storageclasses.ts";
import type { TypedKind } from "./typed-kind.ts";

const all: readonly TypedKind[] = [
  pods,
  deployments,
  statefulsets,
  daemonsets,
  replicasets,
  jobs,
  cronjobs,
  horizontalpodautoscalers,
  poddisruptionbudgets,
  services,
  endpointslices,
  ingresses,
  networkpolicies,
  nodes,
  namespaces,
  events,
  persistentvolumes,
  persistentvolumeclaims,
  storageclasses,
  resourcequotas,
  limitranges,
  serviceaccounts,
  roles,
  clusterroles,
  rolebindings,
  clusterrolebindings,
  customresourcedefinitions,
  leases,
  priorityclasses,
];

export const typedKinds: ReadonlyMap<string, TypedKind> = new Map(all.map((kind) => [kind.name, kind]));
