/** The seeded world's measures: how many of what, and who belongs to whom. Everything else follows from an index. */
import { hash, suffix } from "./hash.ts";

export type World = {
  seed: number;
  pods: number;
  nodes: number;
  namespaces: number;
  deployments: number;
  services: number;
  events: number;
  /** ms since the epoch that ages are counted back from. */
  epoch: number;
};

const podsOfDeployment = 10;
const words = ["web", "api", "worker", "cache", "queue", "billing", "search", "mail", "auth", "report"];
const salts = { deployment: 1, replicaSet: 2, pod: 3 };

/** Fills in what was not asked for: a namespace for 750 pods, a deployment for 10, a service for 3 deployments. */
export function makeWorld(wish: Partial<World> & { pods: number; nodes: number; seed: number; epoch: number }): World {
  const deployments = wish.deployments ?? Math.ceil(wish.pods / podsOfDeployment);
  return {
    ...wish,
    deployments,
    namespaces: wish.namespaces ?? Math.max(4, Math.ceil(wish.pods / 750)),
    services: wish.services ?? Math.ceil(deployments / 3),
    events: wish.events ?? Math.ceil(wish.pods / 10),
  };
}

export const namespaceName = (index: number): string => `team-${String(index).padStart(3, "0")}`;
export const nodeName = (index: number): string => `worker-${String(index).padStart(4, "0")}`;
export const word = (deployment: number): string => words[deployment % words.length] ?? "web";

export const namespaceOf = (world: World, deployment: number): string => namespaceName(deployment % world.namespaces);
export const deploymentName = (deployment: number): string => `${word(deployment)}-${deployment}`;
export const templateHash = (world: World, deployment: number): string =>
  suffix(hash(world.seed, deployment, salts.replicaSet), 9);
export const replicaSetName = (world: World, deployment: number): string =>
  `${deploymentName(deployment)}-${templateHash(world, deployment)}`;

/** Pods made later than the first ones have indexes above `world.pods`. */
export const deploymentOfPod = (world: World, pod: number): number => pod % Math.max(1, world.deployments);
/** Steps through all suffixes of five letters before one comes again: it has no divisor in common with their count. */
const suffixStep = 1_000_003;
/** No two pods of a deployment have the same name, however many come and go. */
export const podName = (world: World, pod: number): string => {
  const deployment = deploymentOfPod(world, pod);
  const ordinal = Math.floor(pod / Math.max(1, world.deployments));
  const drawn = hash(world.seed, deployment, salts.pod) + ordinal * suffixStep;
  return `${replicaSetName(world, deployment)}-${suffix(drawn, 5)}`;
};
export const nodeOfPod = (world: World, pod: number): string =>
  nodeName(hash(world.seed, pod, 4) % Math.max(1, world.nodes));

/** A time within the 30 days before the epoch, as Kubernetes writes it. */
export const created = (world: World, index: number, salt: number): string =>
  stamp(world.epoch - (hash(world.seed, index, salt) % (30 * 86_400)) * 1000);

/** RFC 3339 in UTC, whole seconds. */
export const stamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
