"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { listTrust } from "@/lib/api/console/trust.ts";
import type { TrustList } from "@/lib/contract/trust.ts";
import { fleet } from "../registries/use-registries.ts";

const keyOf = (node: string) => ["trust", node];

export function useTrust(node: string) {
  return useQuery({
    queryKey: keyOf(node),
    queryFn: ({ signal }) => listTrust({ cluster: fleet, node }, { signal }),
    enabled: node !== "",
  });
}

/** Puts a node's new list in its place. */
export function useTakeTrust(): (node: string, list: TrustList) => void {
  const queries = useQueryClient();
  return (node, list) => queries.setQueryData(keyOf(node), list);
}
