/** Which actions a kind knows at all, whoever asks: the server refuses by it, a page hides by it. Pure. */
import type { KubeKind } from "./kube-kind.ts";
import type { ObjectAction } from "./kube-object.ts";

type Named = Pick<KubeKind, "name" | "title" | "verbs" | "subresources" | "resource">;

/** Kinds whose pods are made anew when their template changes. */
const restarted = ["deployments.apps", "statefulsets.apps", "daemonsets.apps"];

/** By action: null when the kind has it, else why not. */
export function objectCan(kind: Named): Record<ObjectAction, string | null> {
  const title = kind.title === "" ? kind.name : kind.title;
  const isNode = kind.name === "nodes";
  const cordon = isNode ? null : `${title} take no pods, so that they cannot be closed for them`;
  const canPatch = kind.verbs.length === 0 || kind.verbs.includes("patch");
  return {
    delete: kind.resource !== "" && kind.verbs.includes("delete") ? null : `${title} cannot be deleted`,
    scale: kind.subresources.includes("scale") ? null : `${title} have no number of replicas to set`,
    restart:
      restarted.includes(kind.name) && canPatch
        ? null
        : `${title} do not make their pods anew: they cannot be restarted`,
    cordon,
    uncordon: cordon,
  };
}
