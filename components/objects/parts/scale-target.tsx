"use client";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import type { KubeObject } from "@/lib/contract/kube-object.ts";
import { text } from "../read.ts";
import { namespaceOf } from "../view-props.ts";
import { ObjectLink } from "./object-link.tsx";

/** An object that is named by apiVersion, kind and name, in the same namespace. A link when the cluster shows its kind. */
export function ScaleTarget({ object, cluster, target }: { object: KubeObject; cluster: string; target: unknown }) {
  const { kinds } = useCluster();
  const word = text(target, "kind") ?? "";
  const name = text(target, "name") ?? "";
  const [group = ""] = (text(target, "apiVersion") ?? "").split("/").slice(0, -1);
  const kind = kinds.find((one) => one.kind === word && one.group === group && one.resource !== "");
  if (kind === undefined) return `${word} ${name}`;
  const namespace = kind.namespaced ? namespaceOf(object) : null;
  return <ObjectLink cluster={cluster} kind={kind.name} namespace={namespace} name={name} label={`${word} ${name}`} />;
}
