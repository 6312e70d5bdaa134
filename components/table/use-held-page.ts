"use client";
import { useCallback, useMemo, useRef, useState } from "react";
import { flowing, type HeldPage, holding } from "./hold.ts";
import type { Page } from "./selection.ts";

type Found = Page & { query: string; count: number };
export type Held = {
  page: HeldPage;
  /** Rows of the whole list, as of when the pointer came while it is held. */
  count: number;
  /** The pointer is over the rows (a finger never is). */
  enter: () => void;
  leave: () => void;
  /** Show what waits. */
  release: () => void;
};

/** Keeps rows in place under the pointer. A new query, another part of the list or `release` let go. */
export function useHeldPage(rows: Page["rows"], from: number, count: number, query: string): Held {
  const [found, setFound] = useState<Found | null>(null);
  const now: Found = { rows, from, count, query };
  const newest = useRef(now);
  newest.current = now;
  const over = useRef(false);

  const fits = found !== null && found.from === from && found.query === query;
  // The list moved on under a pointer that stayed: what it finds now is what is kept.
  if (over.current && found !== null && !fits) setFound(now);

  const page = useMemo(
    () => (fits && found !== null ? holding(found, { rows, from }) : flowing({ rows, from })),
    [fits, found, rows, from],
  );
  const enter = useCallback(() => {
    over.current = true;
    setFound(newest.current);
  }, []);
  const leave = useCallback(() => {
    over.current = false;
    setFound(null);
  }, []);
  const release = useCallback(() => setFound(newest.current), []);
  const isHeld = fits && (page.waiting > 0 || page.gone.size > 0);
  return { page, count: isHeld && found !== null ? found.count : count, enter, leave, release };
}
