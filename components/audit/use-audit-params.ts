"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";

const keys = ["user", "action", "outcome", "text"] as const;
export type AuditParams = Record<(typeof keys)[number], string>;

/** The filter, which is the URL's. */
export function useAuditParams(): [AuditParams, (change: Partial<AuditParams>) => void] {
  const search = useSearchParams();
  const pathname = usePathname();
  const params = useMemo(
    (): AuditParams => ({
      user: search.get("user") ?? "",
      action: search.get("action") ?? "",
      outcome: search.get("outcome") ?? "",
      text: search.get("text") ?? "",
    }),
    [search],
  );
  const set = useCallback(
    (change: Partial<AuditParams>) => {
      const next = new URLSearchParams(location.search);
      for (const key of keys) {
        const value = change[key];
        if (value === "") next.delete(key);
        else if (value !== undefined) next.set(key, value);
      }
      const text = next.toString();
      history.replaceState(null, "", text === "" ? pathname : `${pathname}?${text}`);
    },
    [pathname],
  );
  return [params, set];
}
