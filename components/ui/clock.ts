"use client";
/**
 * The one clock behind all ages: it ticks once a second while somebody listens, and follows the server's clock,
 * so that a browser that is wrong by minutes still tells right ages.
 */
import { createContext, useContext, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let read: () => number = Date.now;
let timer: ReturnType<typeof setInterval> | null = null;

/** Where the time comes from, ms since the epoch; the live connection knows the server's. */
export function setClock(source: () => number): void {
  read = source;
}

/** Now by the server's clock, ms since the epoch. */
export function now(): number {
  return read();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** The server's time of a page's HTML, ms since the epoch: server and browser write the same ages into it. Null: unknown. */
export const PageTime = createContext<number | null>(null);

/** A text that depends on the time. It renders again only when the text changes; in HTML without a time it is `fallback`. */
export function useTicking(text: (now: number) => string, fallback: string): string {
  const written = useContext(PageTime);
  return useSyncExternalStore(
    subscribe,
    () => text(now()),
    () => (written === null ? fallback : text(written)),
  );
}
