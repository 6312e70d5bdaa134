"use client";
import { useCallback, useMemo, useRef } from "react";
import type { ListParams } from "./list-params.ts";
import { firstRows, listQuery } from "./list-query.ts";
import type { Span } from "./page-plan.ts";
import { type LiveView, useWindow } from "./use-window.ts";

/** The window of a list: its query follows the URL, its place the scroller. */
export function useListWindow(kind: string, cluster: string, params: ListParams, namespaces: readonly string[]) {
  const span = useRef<Span>({ from: 0, rows: firstRows });
  const { filter, status, sort } = params;
  const base = useMemo(
    () => listQuery(kind, cluster, { filter, status, sort, namespaces }),
    [kind, cluster, filter, status, sort, namespaces],
  );
  const key = JSON.stringify(base);
  const seen = useRef(key);
  if (seen.current !== key) {
    seen.current = key;
    span.current = { from: 0, rows: firstRows };
  }
  const view: LiveView = useWindow(base);
  const { move: moveWindow } = view;
  const move = useCallback((from: number, rows: number) => moveWindow(from, rows), [moveWindow]);
  return { view, base, key, span, move };
}
