"use client";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { type ColumnPrefs, readPrefs } from "./columns.ts";

const listeners = new Set<() => void>();
const keyOf = (kind: string) => `craton.columns.${kind}`;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

function read(kind: string): string | null {
  try {
    return localStorage.getItem(keyOf(kind));
  } catch {
    return null;
  }
}

/** Chosen columns and their widths, kept in this browser for each kind and shared by its tabs. */
export function useColumnPrefs(kind: string): [ColumnPrefs, (next: ColumnPrefs) => void] {
  const text = useSyncExternalStore(
    subscribe,
    () => read(kind),
    () => null,
  );
  const prefs = useMemo(() => readPrefs(text), [text]);
  const set = useCallback(
    (next: ColumnPrefs) => {
      try {
        localStorage.setItem(keyOf(kind), JSON.stringify(next));
      } catch {
        // A browser that keeps nothing shows the kind's own columns.
      }
      for (const listener of listeners) listener();
    },
    [kind],
  );
  return [prefs, set];
}
