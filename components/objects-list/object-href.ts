/** What a row of a Kubernetes list is of, from its key (lib/contract/live.ts). Pure. */
import type { KubeKind } from "@/lib/contract/kube-kind.ts";
import { paths } from "@/lib/paths.ts";

export type RowObject = { kind: string; namespace: string | null; name: string };

/** Keys are `namespace/name`, or `name`; in mixed lists with the kind before. No name holds a slash. */
export function objectOfRow(kind: Pick<KubeKind, "name" | "of">, key: string): RowObject {
  const parts = key.split("/");
  const own = kind.of === undefined ? kind.name : (parts.shift() ?? "");
  const name = parts.pop() ?? "";
  return { kind: own, namespace: parts.pop() ?? null, name };
}

export function rowHref(cluster: string, kind: Pick<KubeKind, "name" | "of">, key: string): string {
  const object = objectOfRow(kind, key);
  return paths.object(cluster, object.kind, object.namespace, object.name);
}
