"use client";
import { useCallback } from "react";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { withNamespaces } from "@/components/layout/namespace-param.ts";
import { useNamespaces } from "@/components/layout/namespaces.tsx";
import { paths } from "@/lib/paths.ts";

export type ListHref = (kind: string, shown?: { status?: readonly string[]; filter?: string }) => string;

/** The list of a kind with these chips and filter, in the chosen namespaces. */
export function useListHref(): ListHref {
  const { name: cluster } = useCluster();
  const { chosen } = useNamespaces();
  return useCallback(
    (kind, { status = [], filter = "" } = {}) => {
      const query = new URLSearchParams();
      if (filter !== "") query.set("filter", filter);
      for (const word of status) query.append("status", word);
      const list = paths.objects(cluster, kind);
      return withNamespaces(query.size === 0 ? list : `${list}?${query}`, chosen);
    },
    [cluster, chosen],
  );
}
