/** The status of a generated pod: what the kubelet would have written for its word. */
import { hash, uuid } from "../hash.ts";
import type { Entry, PodState, PodWord } from "../kind.ts";
import { deploymentOfPod, stamp, type World, word } from "../world.ts";

const phases: Record<PodWord, string> = {
  Running: "Running",
  Pending: "Pending",
  CrashLoopBackOff: "Running",
  Completed: "Succeeded",
  ImagePullBackOff: "Pending",
  Error: "Failed",
};

/** `"status":{…}`. */
export function podStatus(world: World, entry: Entry): string {
  const state = entry.state as PodState;
  const time = stamp(state.at);
  if (state.word === "Pending") {
    return (
      `"status":{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","lastProbeTime":null,"lastTransitionTime":"${time}",` +
      `"reason":"Unschedulable","message":"0/${world.nodes} nodes are available: ${world.nodes} Insufficient cpu."}],"qosClass":"Burstable"}`
    );
  }
  const ready = state.word === "Running" ? "True" : "False";
  const condition = (type: string, status: string) =>
    `{"type":"${type}","status":"${status}","lastProbeTime":null,"lastTransitionTime":"${time}"}`;
  const deployment = deploymentOfPod(world, entry.index);
  const name = word(deployment);
  const image = `registry.example.com/team/${name}:1.${deployment % 40}.${deployment % 7}`;
  const node = hash(world.seed, entry.index, 4) % Math.max(1, world.nodes);
  const ip = podIp(entry.index);
  const container = `containerd://${uuid(world.seed, entry.index, 11).replaceAll("-", "")}${uuid(world.seed, entry.index, 12).replaceAll("-", "")}`;
  return (
    `"status":{"phase":"${phases[state.word]}","conditions":[${condition("Initialized", "True")},` +
    `${condition("Ready", ready)},${condition("ContainersReady", ready)},${condition("PodScheduled", "True")}],` +
    `"hostIP":"${nodeIp(node)}","podIP":"${ip}","podIPs":[{"ip":"${ip}"}],"startTime":"${time}",` +
    `"containerStatuses":[{"name":"${name}","state":${containerState(state, container, time)},"lastState":{},"ready":${state.word === "Running"},` +
    `"restartCount":${state.restarts},"image":"${image}","imageID":"${image.split(":")[0]}@sha256:${uuid(world.seed, deployment, 13).replaceAll("-", "").repeat(2)}",` +
    `"containerID":"${container}","started":${state.word === "Running"}}],"qosClass":"Burstable"}`
  );
}

function containerState(state: PodState, container: string, time: string): string {
  if (state.word === "Running") return `{"running":{"startedAt":"${time}"}}`;
  if (state.word === "CrashLoopBackOff")
    return `{"waiting":{"reason":"CrashLoopBackOff","message":"back-off 5m0s restarting failed container"}}`;
  if (state.word === "ImagePullBackOff")
    return `{"waiting":{"reason":"ImagePullBackOff","message":"Back-off pulling image"}}`;
  const [code, reason] = state.word === "Completed" ? [0, "Completed"] : [1, "Error"];
  return `{"terminated":{"exitCode":${code},"reason":"${reason}","startedAt":"${time}","finishedAt":"${time}","containerID":"${container}"}}`;
}

const podIp = (index: number): string => `10.${128 + ((index >> 16) & 63)}.${(index >> 8) & 255}.${index & 255}`;
export const nodeIp = (index: number): string => `192.168.${(index >> 8) & 255}.${index & 255}`;
