/** What a rolling restart does, in sentences. Pure. */
import type { KubeObject } from "@/lib/contract/kube-object.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { number, text } from "../read.ts";

export function restartConsequences(kind: string, object: KubeObject): string[] {
  const type = text(object, "spec", kind === "deployments.apps" ? "strategy" : "updateStrategy", "type");
  const count = number(object, "status", kind === "daemonsets.apps" ? "currentNumberScheduled" : "replicas") ?? 0;
  const pods =
    count === 0
      ? "It has no pods now: only its template changes."
      : `${formatPlural(count, "pod")} are replaced by new ones.`;
  return [pods.replace(/^1 pod are/, "1 pod is"), how(kind, object, type), "Nothing else of it changes."];
}

function how(kind: string, object: KubeObject, type: string | null): string {
  if (type === "Recreate") return "All end first, then the new ones start: nothing answers in between.";
  if (type === "OnDelete") return "Its strategy is OnDelete: each pod is replaced only when somebody deletes it.";
  if (kind === "statefulsets.apps") return "One at a time, from the highest number down.";
  const strategy = kind === "deployments.apps" ? "strategy" : "updateStrategy";
  const away = text(object, "spec", strategy, "rollingUpdate", "maxUnavailable");
  return away === null
    ? "A few at a time, as its strategy says."
    : `A few at a time: at most ${away} may be away meanwhile.`;
}
