/** What navigation, palette and search know of a kind: all but its columns. */
import type { KubeKind } from "@/lib/contract/kube-kind.ts";

export type NavKind = Pick<
  KubeKind,
  "name" | "title" | "group" | "resource" | "kind" | "namespaced" | "section" | "shortNames" | "of"
>;

export function toNavKind(kind: KubeKind): NavKind {
  const { name, title, group, resource, namespaced, section, shortNames, of } = kind;
  return { name, title, group, resource, kind: kind.kind, namespaced, section, shortNames, of };
}
