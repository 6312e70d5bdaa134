"use client";
import { useEffect, useState } from "react";
import type { PodRef } from "@/lib/api/console/pods.ts";
import { getTicket } from "@/lib/api/console/tickets.ts";
import { LogFollower } from "@/lib/api/live/log-follower.ts";
import { toProblem } from "@/lib/format/problem.ts";
import { LogLines } from "./log-lines.ts";

export type FollowState = { state: "connecting" | "following" | "ended" | "reconnecting"; why: string | null };

const tail = 5000;
const firstPause = 1000;
const longestPause = 15_000;

/** Follows the logs of these apps into one store; a lost connection is made again and the app read anew. */
export function useLogLines(
  podRef: PodRef,
  apps: readonly string[],
): { lines: LogLines; states: ReadonlyMap<string, FollowState> } {
  const [lines] = useState(() => new LogLines());
  const [states, setStates] = useState<ReadonlyMap<string, FollowState>>(new Map());
  const { cluster, node, uuid } = podRef;
  const names = apps.join("\n");
  useEffect(() => {
    const closers = names.split("\n").map((app) => {
      const say = (state: FollowState) => setStates((held) => new Map(held).set(app, state));
      return follow({ cluster, node, uuid }, app, lines, say);
    });
    return () => {
      for (const close of closers) close();
    };
  }, [cluster, node, uuid, names, lines]);
  return { lines, states };
}

/** Answers how to stop. */
function follow(podRef: PodRef, app: string, lines: LogLines, say: (state: FollowState) => void): () => void {
  const abort = new AbortController();
  let follower: LogFollower | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let failures = 0;
  const again = (why: string) => {
    if (abort.signal.aborted) return;
    say({ state: "reconnecting", why });
    timer = setTimeout(() => void open(), Math.min(longestPause, firstPause * 2 ** failures++));
  };
  const open = async () => {
    try {
      const ticket = await getTicket({ kind: "logs", ...podRef, app, tail }, { signal: abort.signal });
      if (abort.signal.aborted) return;
      let isFirst = true;
      follower = new LogFollower(ticket, {
        onOpen: () => say({ state: "following", why: null }),
        onLines: (batch) => {
          if (isFirst) lines.clear(app);
          isFirst = false;
          failures = 0;
          lines.append(app, batch);
          // The next batch comes when this one was drawn: a quick writer cannot freeze the page.
          return new Promise((resolve) => requestAnimationFrame(() => resolve()));
        },
        onEnd: (error) => (error === null ? say({ state: "ended", why: null }) : again(error.message)),
      });
    } catch (error) {
      if (!abort.signal.aborted) again(toProblem(error).why);
    }
  };
  say({ state: "connecting", why: null });
  void open();
  return () => {
    abort.abort();
    follower?.close();
    if (timer !== null) clearTimeout(timer);
  };
}
