"use client";
import { useCallback, useMemo, useRef } from "react";
import type { WindowQuery } from "@/lib/contract/live.ts";
import type { ListParams } from "./list-params.ts";
import type { Span } from "./page-plan.ts";
import { type LiveView, useWindow } from "./use-window.ts";

/** Rows of the first page: a tall screen and what lies under it. */
const firstRows = 80;

/** The window of a list: its query follows the URL, its place the scroller. */
export function useListWindow(kind: string, cluster: string, params: ListParams) {
  const span = useRef<Span>({ from: 0, rows: firstRows });
  const { filter, status, sort } = params;
  const base = useMemo(
    (): WindowQuery => ({ kind, cluster, namespaces: [], filter, status, sort, from: 0, rows: firstRows }),
    [kind, cluster, filter, status, sort],
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
