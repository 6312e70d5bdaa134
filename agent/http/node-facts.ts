/** The node's facts: what the host is, and what is on it now. */
import { statfs } from "node:fs/promises";
import type { NodeFacts } from "../../lib/contract/node.ts";
import type { Host } from "../host/host.ts";
import type { ImageService } from "../image/service.ts";
import type { PodService } from "../pod/service.ts";

export type NodeFactsOptions = {
  name: string;
  version: string;
  startedAt: string;
  /** The disk of this folder is the node's. */
  state: string;
  network: { bridge: string; subnet: string };
  host: Pick<Host, "facts">;
  pods: Pick<PodService, "list">;
  images: Pick<ImageService, "list">;
};

/** The host is asked once: it does not change while the agent runs. */
export function nodeFactsOf(options: NodeFactsOptions): () => Promise<NodeFacts> {
  const { name, version, startedAt, state, network, host, pods, images } = options;
  let asked: ReturnType<Host["facts"]> | null = null;
  const hostFacts = () => {
    asked ??= host.facts().catch((error) => {
      asked = null;
      throw error;
    });
    return asked;
  };
  return async () => {
    const [facts, disk] = await Promise.all([hostFacts(), statfs(state)]);
    const podsByState: Record<string, number> = {};
    for (const pod of pods.list()) podsByState[pod.state] = (podsByState[pod.state] ?? 0) + 1;
    return {
      ...{ name, version, startedAt, network, podsByState },
      ...facts,
      disk: { path: state, total: disk.blocks * disk.bsize, free: disk.bavail * disk.bsize },
      images: images.list().length,
    };
  };
}
