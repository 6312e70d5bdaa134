/** Clusters that the user may open, and what Settings does with them. */
import {
  type ClusterCreate,
  type ClusterEntry,
  type ClusterLog,
  clusterList,
  clusterLog,
  type KubeconfigContexts,
  kubeconfigContexts,
} from "../../contract/clusters.ts";
import { api } from "../../paths.ts";
import { type CallOptions, call } from "./http.ts";

export async function listClusters(options?: CallOptions): Promise<ClusterEntry[]> {
  return (await call("GET", api.clusters(), clusterList, undefined, options)).clusters;
}

/** What could be added of a kubeconfig file; nothing is kept. */
export function readKubeconfig(kubeconfig: string, options?: CallOptions): Promise<KubeconfigContexts> {
  return call("POST", api.kubeconfig(), kubeconfigContexts, { kubeconfig }, options);
}

/** Asks the API server before it is written down. */
export async function addCluster(cluster: ClusterCreate, options?: CallOptions): Promise<ClusterEntry[]> {
  return (await call("POST", api.clusters(), clusterList, cluster, options)).clusters;
}

export async function removeCluster(name: string, options?: CallOptions): Promise<ClusterEntry[]> {
  return (await call("DELETE", api.cluster(name), clusterList, undefined, options)).clusters;
}

/** The user's own; the API server is asked whether it takes it. */
export async function setClusterToken(name: string, token: string, options?: CallOptions): Promise<ClusterEntry[]> {
  return (await call("PUT", api.clusterToken(name), clusterList, { token }, options)).clusters;
}

export async function removeClusterToken(name: string, options?: CallOptions): Promise<ClusterEntry[]> {
  return (await call("DELETE", api.clusterToken(name), clusterList, undefined, options)).clusters;
}

export function readClusterLog(name: string, component: string, options?: CallOptions): Promise<ClusterLog> {
  return call("GET", api.clusterLog(name, component), clusterLog, undefined, options);
}
