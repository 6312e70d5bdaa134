/** How a kind is spoken of: `pods`, `pod`; API kinds keep their capitals. Pure. */
import type { KubeKind } from "@/lib/contract/kube-kind.ts";

const plain = ["pods", "nodes", "services", "events", "namespaces", "workloads", "secrets", "deployments.apps"];

/** Plural in a sentence: `pods`, `NetworkPolicies`. */
export function manyOf(kind: Pick<KubeKind, "name" | "title">): string {
  return plain.includes(kind.name) || !/[a-z][A-Z]/.test(kind.title) ? kind.title.toLowerCase() : kind.title;
}

/** Singular in a sentence: `pod`, `NetworkPolicy`. */
export function oneOf(kind: Pick<KubeKind, "name" | "title" | "kind">): string {
  if (kind.kind === "") return manyOf(kind).replace(/s$/, "");
  return /[a-z][A-Z]/.test(kind.kind) ? kind.kind : kind.kind.toLowerCase();
}
