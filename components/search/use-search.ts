"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { useNamespaces } from "@/components/layout/namespaces.tsx";
import { usePause } from "@/components/ui/use-pause.ts";
import { searchObjects } from "@/lib/api/console/search.ts";
import { readSearch, type SearchParams, writeSearch } from "./search-params.ts";

/** Rows of each kind, and of one that was chosen. */
const few = 6;
const many = 50;
/** Objects come and go while the page is open. */
const everyMs = 5_000;
/** While lists that were not read before are coming in. */
const soonMs = 1_500;

export function useSearchParamsState(): [SearchParams, (change: Partial<SearchParams>) => void] {
  const search = useSearchParams();
  const pathname = usePathname();
  const params = useMemo(() => readSearch(new URLSearchParams(search)), [search]);
  const set = useCallback(
    (change: Partial<SearchParams>) => {
      const before = new URLSearchParams(location.search);
      const after = writeSearch({ ...readSearch(before), ...change }, before).toString();
      history.replaceState(null, "", after === "" ? pathname : `${pathname}?${after}`);
    },
    [pathname],
  );
  return [params, set];
}

/** Asks when the text has stood still for a moment, and again every few seconds. */
export function useSearch({ text, kind }: SearchParams) {
  const { name: cluster } = useCluster();
  const { chosen } = useNamespaces();
  const sought = usePause(text.trim(), 150);
  const limit = kind === null ? few : many;
  const query = useQuery({
    queryKey: ["search", cluster, sought, chosen, limit],
    queryFn: ({ signal }) => searchObjects(cluster, sought, { namespaces: chosen, limit }, { signal }),
    enabled: sought !== "",
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data && state.data.missing.length > 1 ? soonMs : everyMs),
    retry: false,
  });
  return { ...query, sought, isOld: query.isPlaceholderData || sought !== text.trim() };
}
