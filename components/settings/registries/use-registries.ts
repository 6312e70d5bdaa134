"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { listNodes } from "@/lib/api/console/nodes.ts";
import { listRegistries } from "@/lib/api/console/registries.ts";
import type { RegistryEntry } from "@/lib/contract/registry.ts";

export const fleet = "fleet";
const keyOf = (node: string) => ["registries", node];

/** The node whose registries are shown, and all that there are; the first live one until another is chosen. */
export function useNode() {
  const [chosen, setChosen] = useState("");
  const query = useQuery({ queryKey: ["nodes", fleet], queryFn: ({ signal }) => listNodes(fleet, { signal }) });
  const all = query.data?.nodes ?? [];
  const node = chosen || (all.find(({ state }) => state === "live") ?? all[0])?.name || "";
  return { node, all, setChosen, query };
}

export function useRegistries(node: string) {
  return useQuery({
    queryKey: keyOf(node),
    queryFn: ({ signal }) => listRegistries({ cluster: fleet, node }, { signal }),
    enabled: node !== "",
  });
}

/** Puts a node's new list in its place. */
export function useTakeRegistries(): (node: string, registries: RegistryEntry[]) => void {
  const queries = useQueryClient();
  return (node, registries) => queries.setQueryData(keyOf(node), registries);
}
