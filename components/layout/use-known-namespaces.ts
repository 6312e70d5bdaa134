"use client";
import { useQuery } from "@tanstack/react-query";
import { useWindow } from "@/components/table/use-window.ts";
import { listNamespaces } from "@/lib/api/console/namespaces.ts";
import { useCluster } from "./cluster-context.tsx";

/** As many as a window holds. */
const most = 200;

export type KnownNamespaces = {
  names: readonly string[];
  /** How many there are, of which `names` may be the first. */
  total: number;
  /** The user may see all, not a few alone. */
  isAll: boolean;
  error: unknown;
  loading: boolean;
};

/**
 * Namespaces whose name holds `text`: from the live list for who may list namespaces, else those in which the user may see
 * something. Asks for nothing while closed.
 */
export function useKnownNamespaces(text: string, open: boolean): KnownNamespaces {
  const { name: cluster } = useCluster();
  const own = useQuery({
    queryKey: ["namespaces", cluster],
    queryFn: ({ signal }) => listNamespaces(cluster, { signal }),
    enabled: open,
    staleTime: 15_000,
  });
  const isAll = own.data?.all === true;
  const needle = text.trim().toLowerCase();
  const term = needle === "" ? "" : `name:"${needle.replaceAll(/["\\]/g, "")}"`;
  const view = useWindow(
    open && isAll
      ? { kind: "namespaces", cluster, filter: term, sort: [{ column: "name", desc: false }], rows: most }
      : null,
  );
  if (isAll && view.counts !== null) {
    const names = view.rows.map(({ key }) => key);
    return { names, total: view.counts.matched, isAll, error: null, loading: false };
  }
  const names = (own.data?.namespaces ?? []).filter((name) => name.includes(needle));
  return { names: names.slice(0, most), total: names.length, isAll, error: own.error, loading: own.isPending };
}
