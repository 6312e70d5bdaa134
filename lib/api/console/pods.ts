/** Pods of a node: read and change. */
import { z } from "zod";
import { type PodPlanAnswer, podPlan } from "../../contract/agent-api.ts";
import { type Pod, type PodCreate, type PodStop, type PodUsage, pod, podUsage } from "../../contract/pod.ts";
import { api } from "../../paths.ts";
import { type CallOptions, call, nothing } from "./http.ts";

export type PodRef = { cluster: string; node: string; uuid: string };

export function getPod(ref: PodRef, options?: CallOptions): Promise<Pod> {
  return call("GET", api.pod(ref.cluster, ref.node, ref.uuid), pod, undefined, options);
}

/** The pod manifest as it runs (appc F). */
export function getPodManifest(ref: PodRef, options?: CallOptions): Promise<unknown> {
  return call("GET", api.podManifest(ref.cluster, ref.node, ref.uuid), z.unknown(), undefined, options);
}

export function getPodUsage(ref: PodRef, options?: CallOptions): Promise<PodUsage> {
  return call("GET", api.podUsage(ref.cluster, ref.node, ref.uuid), podUsage, undefined, options);
}

/** A dry run: nothing is made. */
export function planPod(
  cluster: string,
  node: string,
  request: PodCreate,
  options?: CallOptions,
): Promise<PodPlanAnswer> {
  return call("POST", api.podPlan(cluster, node), podPlan, request, options);
}

/** Give a `uuid` of your own: a retry is then the same pod. */
export function createPod(cluster: string, node: string, request: PodCreate, options?: CallOptions): Promise<Pod> {
  return call("POST", api.pods(cluster, node), pod, request, options);
}

export function startPod(ref: PodRef, options?: CallOptions): Promise<Pod> {
  return call("POST", api.podStart(ref.cluster, ref.node, ref.uuid), pod, {}, options);
}

export function stopPod(ref: PodRef, request: PodStop = {}, options?: CallOptions): Promise<Pod> {
  return call("POST", api.podStop(ref.cluster, ref.node, ref.uuid), pod, request, options);
}

export async function removePod(ref: PodRef, options?: CallOptions): Promise<void> {
  await call("DELETE", api.pod(ref.cluster, ref.node, ref.uuid), nothing, undefined, options);
}
