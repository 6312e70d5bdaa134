/** What a cluster is and how it is, for people. Pure. */
import type { Tone } from "@/components/ui/tone.ts";
import type { ClusterEntry } from "@/lib/contract/clusters.ts";
import { plainText } from "@/lib/format/plain-text.ts";

const types: Record<ClusterEntry["type"], string> = {
  fleet: "agents",
  embedded: "Kubernetes, embedded",
  kubeconfig: "Kubernetes, by kubeconfig",
  "in-cluster": "Kubernetes, this one",
};

const states: Record<Exclude<ClusterEntry["state"], "ready">, string> = {
  starting: "is starting",
  down: "does not answer",
  "needs-token": "needs your token",
  off: "is off",
};

/** `Kubernetes, embedded v1.36.3`, `Kubernetes, by kubeconfig: does not answer`. */
export function clusterWords(entry: ClusterEntry): string {
  const type = types[entry.type];
  if (entry.state === "ready") return entry.version ? `${type} ${plainText(entry.version)}` : type;
  return `${type}: ${states[entry.state]}`;
}

export function clusterTone(entry: Pick<ClusterEntry, "state">): Tone {
  switch (entry.state) {
    case "ready":
      return "ok";
    case "starting":
      return "busy";
    case "needs-token":
      return "warn";
    case "down":
      return "bad";
    default:
      return "idle";
  }
}
