"use client";
/** The tab's one live connection, for everything that shows live rows. */
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { PageTime, setClock } from "@/components/ui/clock.ts";
import { getSession } from "@/lib/api/console/session.ts";
import { type Connection, LiveClient } from "@/lib/api/live/client.ts";
import type { FirstWindow } from "@/lib/api/live/first.ts";
import { sessionOver } from "./session-over.ts";

const Context = createContext<LiveClient | null>(null);
const First = createContext<FirstWindow | null>(null);
const before: Connection = { state: "connecting", since: 0, why: null };

/**
 * Opens the connection in the browser, and goes to the sign-in page when the session is over. `first`: the list whose rows
 * are in this page's HTML.
 */
export function LiveProvider({ first, children }: { first: FirstWindow | null; children: ReactNode }) {
  const [client, setClient] = useState<LiveClient | null>(null);
  useEffect(() => {
    const signedIn = () =>
      getSession().then(
        () => true,
        (error: { body?: { code?: string } }) => error.body?.code !== "unauthenticated",
      );
    const live = new LiveClient({ signedIn });
    const retry = () => document.visibilityState === "visible" && live.retry();
    const over = live.connection.subscribe(() => {
      if (live.connection.getSnapshot().state === "signed-out") sessionOver();
    });
    setClock(() => live.serverNow());
    setClient(live);
    window.addEventListener("online", retry);
    document.addEventListener("visibilitychange", retry);
    return () => {
      over();
      live.close();
      setClock(Date.now);
      window.removeEventListener("online", retry);
      document.removeEventListener("visibilitychange", retry);
    };
  }, []);
  return (
    <PageTime value={first?.state.asOf ?? null}>
      <First value={first}>
        <Context value={client}>{children}</Context>
      </First>
    </PageTime>
  );
}

/** The connection; null on the server and until the first effect. */
export function useLiveClient(): LiveClient | null {
  return useContext(Context);
}

const never = () => () => {};

/** The rows that came with the page, only while it becomes alive: a page that is opened later asks for newer ones. */
export function useFirstWindow(): FirstWindow | null {
  const first = useContext(First);
  return useSyncExternalStore(
    never,
    () => false,
    () => true,
  )
    ? first
    : null;
}

/** How the connection is. */
export function useConnection(): Connection {
  const client = useLiveClient();
  return useSyncExternalStore(
    client?.connection.subscribe ?? never,
    client?.connection.getSnapshot ?? (() => before),
    () => before,
  );
}
