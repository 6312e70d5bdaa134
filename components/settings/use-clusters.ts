"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { listClusters } from "@/lib/api/console/clusters.ts";
import type { ClusterEntry } from "@/lib/contract/clusters.ts";

/** Where the list of clusters is kept: the frame reads the same one. */
const clustersKey = ["clusters"];
const soonMs = 2_000;
const laterMs = 5_000;

/** The clusters, asked again quickly while one of them is on its way. */
export function useClusters() {
  const known = useCluster().clusters;
  return useQuery({
    queryKey: clustersKey,
    queryFn: ({ signal }) => listClusters({ signal }),
    initialData: [...known],
    refetchInterval: ({ state }) => (state.data?.some((one) => one.state === "starting") ? soonMs : laterMs),
  });
}

/** Puts a new list in its place. */
export function useTakeClusters(): (clusters: ClusterEntry[]) => void {
  const queries = useQueryClient();
  return (clusters) => queries.setQueryData(clustersKey, clusters);
}
