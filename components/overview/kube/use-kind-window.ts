"use client";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { useNamespaces } from "@/components/layout/namespaces.tsx";
import { type LiveView, useWindow, type WindowInput } from "@/components/table/use-window.ts";

/** A window on a kind in the chosen namespaces; null where the cluster has no such kind, or the user may not list it. */
export function useKindWindow(kind: string, query: Omit<WindowInput, "kind" | "cluster"> | null): LiveView | null {
  const { name: cluster, kinds } = useCluster();
  const { chosen } = useNamespaces();
  const known = kinds.find(({ name }) => name === kind);
  const namespaces = known?.namespaced || known?.of ? [...chosen] : [];
  const view = useWindow(known && query ? { kind, cluster, namespaces, ...query } : null);
  return known && query && view.state !== "error" ? view : null;
}
