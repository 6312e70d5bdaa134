"use client";
import { useSyncExternalStore } from "react";

/** The breakpoint of tokens and Tailwind's `md`. */
const query = "(max-width: 719.98px)";

function subscribe(listener: () => void): () => void {
  const media = matchMedia(query);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}

/** A phone's width, where lists show their fewest columns. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
}
