"use client";
import { useCallback, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import { isOf } from "@/lib/api/live/first.ts";
import { type LiveWindow, loadingState, type WindowState } from "@/lib/api/live/window.ts";
import { type WindowQuery, windowQuery } from "@/lib/contract/live.ts";
import { useFirstWindow, useLiveClient } from "./live-context.tsx";

/** What to look at; filter, sort, chips and place may be left out. */
export type WindowInput = Pick<WindowQuery, "kind" | "cluster"> & Partial<WindowQuery>;
export type LiveView = WindowState & { move: (from: number, rows: number) => void };

const never = () => () => {};

/**
 * A live window on an index. Null opens none. Change the query at will: the held page stays until the answer comes.
 * `move` asks for another part of the list without touching the query. A list whose rows came with the page begins with them.
 */
export function useWindow(input: WindowInput | null): LiveView {
  const client = useLiveClient();
  const [held, setHeld] = useState<LiveWindow | null>(null);
  const asked = useRef("");
  const key = input === null ? "" : JSON.stringify(windowQuery.parse(input));
  const open = key !== "";

  const first = useFirstWindow();
  const [begin] = useState(() =>
    first !== null && open && isOf(first, JSON.parse(key) as WindowQuery) ? first.state : loadingState,
  );
  const getBegin = () => begin;

  const newest = useRef(key);
  newest.current = key;
  useEffect(() => {
    if (client === null || !open) return;
    asked.current = newest.current;
    const opened = client.open(JSON.parse(newest.current) as WindowQuery, begin);
    setHeld(opened);
    return () => {
      opened.close();
      setHeld(null);
    };
  }, [client, open, begin]);

  // With the commit: after the frame it would leave one frame later.
  useLayoutEffect(() => {
    if (held === null || key === "" || key === asked.current) return;
    asked.current = key;
    held.query(JSON.parse(key) as WindowQuery);
  }, [held, key]);

  const state = useSyncExternalStore(held?.subscribe ?? never, held?.getSnapshot ?? getBegin, getBegin);
  const move = useCallback((from: number, rows: number) => held?.move(from, rows), [held]);
  return { ...state, move };
}
