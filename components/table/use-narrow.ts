"use client";
import { useSyncExternalStore } from "react";

/** The breakpoint of tokens and Tailwind's `md`. */
const query = "(max-width: 719.98px)";

function subscribe(listener: () => void): () => void {
  const media = matchMedia(query);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}

/** A phone's width, where lists show their fewest columns; null until the browser says. */
export function useNarrow(): boolean | null {
  return useSyncExternalStore<boolean | null>(
    subscribe,
    () => matchMedia(query).matches,
    () => null,
  );
}
