"use client";
/**
 * The one clock behind all ages: it ticks once a second while somebody listens, and follows the server's clock,
 * so that a browser that is wrong by minutes still tells right ages.
 */
import { useSyncExternalStore } from "react";

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

/** A text that depends on the time. It renders again only when the text changes; on the server it is `fallback`. */
export function useTicking(text: (now: number) => string, fallback: string): string {
  return useSyncExternalStore(
    subscribe,
    () => text(now()),
    () => fallback,
  );
}
