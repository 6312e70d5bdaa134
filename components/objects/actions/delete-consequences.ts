/** What deleting an object does, by its kind, in sentences. Pure. */
import type { KubeObject } from "@/lib/contract/kube-object.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { number, text } from "../read.ts";

/** Kinds whose deletion takes more than themselves and cannot be undone: their name is typed. */
const grave = new Set(["namespaces", "persistentvolumes", "customresourcedefinitions.apiextensions.k8s.io"]);

export const needsName = (kind: string): boolean => grave.has(kind);

/** Kinds that own other objects: what becomes of these can be chosen. */
const owners = new Set([
  "deployments.apps",
  "statefulsets.apps",
  "daemonsets.apps",
  "replicasets.apps",
  "replicationcontrollers",
  "jobs.batch",
  "cronjobs.batch",
]);

export const ownsOthers = (kind: string): boolean => owners.has(kind);

export function deleteConsequences(kind: string, object: KubeObject): string[] {
  const { finalizers = [] } = object.metadata;
  const waits =
    finalizers.length === 0
      ? []
      : [
          `It stays until ${formatPlural(finalizers.length, "finalizer is", "finalizers are")} done: ${finalizers.map((one) => plainText(one)).join(", ")}.`,
        ];
  const others = ownsOthers(kind) ? [] : ["Whatever reads it no longer finds it.", "This cannot be undone."];
  return [...(byKind[kind]?.(object) ?? others), ...waits];
}

const byKind: Record<string, (object: KubeObject) => string[]> = {
  pods: (pod) => {
    const seconds = number(pod, "spec", "terminationGracePeriodSeconds") ?? 30;
    const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller);
    return [
      `Its containers are asked to end, and killed after ${seconds} s. Their files and logs go with them.`,
      owner
        ? `${plainText(owner.kind)} ${plainText(owner.name)} makes another one in its place.`
        : "Nothing makes it anew: it is gone for good.",
    ];
  },
  nodes: () => [
    "The cluster forgets the node, and its pods are deleted.",
    "The machine runs on; its kubelet enrols it again when it starts anew.",
  ],
  namespaces: () => [
    "Everything in it is deleted: workloads, pods, services, configuration, secrets, claims of volumes.",
    "This cannot be undone.",
  ],
  persistentvolumes: (volume) => [
    text(volume, "spec", "persistentVolumeReclaimPolicy") === "Delete"
      ? "Its storage is deleted with it, for good."
      : "Its storage stays where it is, but the cluster no longer knows it.",
    ...(text(volume, "spec", "claimRef", "name")
      ? [
          `The claim ${text(volume, "spec", "claimRef", "namespace")}/${text(volume, "spec", "claimRef", "name")} uses it.`,
        ]
      : []),
  ],
  persistentvolumeclaims: (claim) => [
    "It goes when no pod uses it any more.",
    `What becomes of its storage is said by the volume ${text(claim, "spec", "volumeName") ?? "that it is bound to"}: with the policy Delete it is gone for good.`,
  ],
  "customresourcedefinitions.apiextensions.k8s.io": (crd) => [
    `Every ${text(crd, "spec", "names", "kind") ?? "object"} of the cluster is deleted with it, in all namespaces.`,
    "This cannot be undone.",
  ],
  services: () => ["Its address and its name in DNS end: whoever calls it gets no answer.", "The pods behind it stay."],
  "ingresses.networking.k8s.io": () => ["Its hosts and paths lead nowhere any more.", "The services behind it stay."],
  configmaps: () => ["Pods that run with it go on; the next ones that want it do not start."],
  secrets: () => [
    "Pods that run with it go on; the next ones that want it do not start.",
    "Its values are gone for good.",
  ],
  serviceaccounts: () => ["Tokens of the account are no longer taken.", "Pods that name it do not start any more."],
  "cronjobs.batch": () => ["No more jobs are made."],
  "networkpolicies.networking.k8s.io": () => [
    "What it kept out may come in at once, unless another policy keeps it out.",
  ],
  "rolebindings.rbac.authorization.k8s.io": () => ["Those whom it names lose what it gives them at once."],
  "clusterrolebindings.rbac.authorization.k8s.io": () => ["Those whom it names lose what it gives them at once."],
  "roles.rbac.authorization.k8s.io": () => ["Bindings to it give nothing any more."],
  "clusterroles.rbac.authorization.k8s.io": () => ["Bindings to it give nothing any more."],
};
