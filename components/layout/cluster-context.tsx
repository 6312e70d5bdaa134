"use client";
/** The cluster of the page: how it is, and the kinds that the user may list there. The server gives both with the page; they are asked for again while it is open. */
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { listClusters } from "@/lib/api/console/clusters.ts";
import { listKinds } from "@/lib/api/console/kinds.ts";
import type { ClusterEntry } from "@/lib/contract/clusters.ts";
import { toProblem } from "@/lib/format/problem.ts";
import { type NavKind, toNavKind } from "./nav-kind.ts";

export type ClusterFacts = {
  name: string;
  isFleet: boolean;
  /** Every cluster that the user may open, this one among them. */
  clusters: readonly ClusterEntry[];
  /** Empty in the fleet, and until the cluster has told its kinds. */
  kinds: readonly NavKind[];
  /** How asking for the kinds stands: `none` when the user may list nothing, else why there was no answer. */
  kindsAnswer: "waiting" | "known" | "none" | { code: string; why: string };
};

const Context = createContext<ClusterFacts | null>(null);

/** New kinds come with custom resource definitions: rarely. */
const kindsEveryMs = 60_000;
const clustersEveryMs = 20_000;
/** While something is not there yet. */
const soonMs = 2_000;

function isReady(entries: readonly ClusterEntry[] | undefined, name: string): boolean {
  return entries?.find((entry) => entry.name === name)?.state === "ready";
}

function answerOf(kinds: readonly NavKind[] | undefined, error: unknown): ClusterFacts["kindsAnswer"] {
  if (error) {
    const { code, why } = toProblem(error);
    return { code, why };
  }
  if (kinds === undefined) return "waiting";
  return kinds.length > 0 ? "known" : "none";
}

/** What the server gives with the page. */
export type ClusterGiven = Omit<ClusterFacts, "kindsAnswer">;

export function ClusterProvider({ value, children }: { value: ClusterGiven; children: ReactNode }) {
  const { name, isFleet } = value;
  const kinds = useQuery({
    queryKey: ["kinds", name],
    queryFn: async ({ signal }) => (await listKinds(name, { signal })).map(toNavKind),
    enabled: !isFleet,
    initialData: value.kinds.length > 0 ? value.kinds : undefined,
    refetchInterval: (query) => (query.state.data?.length ? kindsEveryMs : soonMs),
    retry: false,
    refetchOnWindowFocus: true,
    staleTime: kindsEveryMs / 2,
  });
  const clusters = useQuery({
    queryKey: ["clusters"],
    queryFn: ({ signal }) => listClusters({ signal }),
    initialData: [...value.clusters],
    refetchInterval: (query) => (isReady(query.state.data, name) ? clustersEveryMs : soonMs),
    refetchOnWindowFocus: true,
    staleTime: soonMs,
  });
  const entries = clusters.data;
  const facts = useMemo(
    (): ClusterFacts => ({
      ...{ name, isFleet, clusters: entries, kinds: kinds.data ?? value.kinds },
      kindsAnswer: answerOf(kinds.data, kinds.error),
    }),
    [name, isFleet, entries, kinds.data, kinds.error, value.kinds],
  );
  return <Context value={facts}>{children}</Context>;
}

/** Only under a cluster's layout. */
export function useCluster(): ClusterFacts {
  const cluster = useContext(Context);
  if (cluster === null) throw new Error("useCluster stands outside of a cluster's page");
  return cluster;
}
