"use client";
/** The cluster of the page: how it is, and the kinds that the user may list there. The server gives both with the page; they are asked for again while it is open. */
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { listKinds } from "@/lib/api/console/kinds.ts";
import type { ClusterEntry } from "@/lib/contract/clusters.ts";
import { type NavKind, toNavKind } from "./nav-kind.ts";

export type ClusterFacts = {
  name: string;
  isFleet: boolean;
  /** Every cluster that the user may open, this one among them. */
  clusters: readonly ClusterEntry[];
  /** Empty in the fleet, and until the cluster has told its kinds. */
  kinds: readonly NavKind[];
};

const Context = createContext<ClusterFacts | null>(null);

/** New kinds come with custom resource definitions: rarely. */
const kindsEveryMs = 60_000;

export function ClusterProvider({ value, children }: { value: ClusterFacts; children: ReactNode }) {
  const { name, isFleet } = value;
  const kinds = useQuery({
    queryKey: ["kinds", name],
    queryFn: async ({ signal }) => (await listKinds(name, { signal })).map(toNavKind),
    enabled: !isFleet,
    initialData: value.kinds.length > 0 ? value.kinds : undefined,
    refetchInterval: (query) => (query.state.data ? kindsEveryMs : 3_000),
    refetchOnWindowFocus: true,
    staleTime: kindsEveryMs / 2,
  });
  const facts = useMemo((): ClusterFacts => ({ ...value, kinds: kinds.data ?? value.kinds }), [value, kinds.data]);
  return <Context value={facts}>{children}</Context>;
}

/** Only under a cluster's layout. */
export function useCluster(): ClusterFacts {
  const cluster = useContext(Context);
  if (cluster === null) throw new Error("useCluster stands outside of a cluster's page");
  return cluster;
}
