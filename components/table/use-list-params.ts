"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import type { Kind } from "@/lib/contract/kinds.ts";
import { type ListParams, readParams, writeParams } from "./list-params.ts";

/** The list's state, which is the URL's: a link, a reload and Back give the same list. */
export function useListParams(kind: Kind): [ListParams, (change: Partial<ListParams>) => void] {
  const search = useSearchParams();
  const pathname = usePathname();
  const params = useMemo(() => readParams(kind, new URLSearchParams(search)), [kind, search]);
  const set = useCallback(
    (change: Partial<ListParams>) => {
      const before = new URLSearchParams(location.search);
      const after = writeParams(kind, { ...readParams(kind, before), ...change }, before).toString();
      // Next hears of it and renders with the new parameters, without asking the server.
      history.replaceState(null, "", after === "" ? pathname : `${pathname}?${after}`);
    },
    [kind, pathname],
  );
  return [params, set];
}
