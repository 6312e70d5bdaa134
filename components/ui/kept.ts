"use client";
/** What somebody chose in this browser: kept in its local store, shared by its tabs. Never anything secret. */
import { useCallback, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

/** Null when nothing is kept, or the browser keeps nothing. */
export function readKept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Null forgets. A browser that keeps nothing shows what is usual. */
export function keep(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Full or forbidden: the choice holds for nobody, and nothing else breaks.
  }
  for (const listener of listeners) listener();
}

/** The kept text, newest always; null on the server and while the page becomes alive. */
export function useKept(key: string): [string | null, (value: string | null) => void] {
  const text = useSyncExternalStore(
    subscribe,
    () => readKept(key),
    () => null,
  );
  const set = useCallback((value: string | null) => keep(key, value), [key]);
  return [text, set];
}
