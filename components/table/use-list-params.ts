"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { Kind } from "@/lib/contract/kinds.ts";
import { type ListParams, readParams } from "./list-params.ts";
import { type Address, type Later, ListUrl } from "./list-url.ts";

/** After the last of several quick changes, when their answer is drawn: writing the URL renders the page anew. */
const quietMs = 250;
const mostMs = 500;

const address: Address = {
  path: () => location.pathname,
  search: () => location.search,
  // Next hears of it and renders with the new parameters, without asking the server.
  replace: (url) => history.replaceState(null, "", url),
};

const later: Later = (run) => {
  let idle = 0;
  const timer = setTimeout(() => {
    if (typeof requestIdleCallback === "function") idle = requestIdleCallback(run, { timeout: mostMs - quietMs });
    else run();
  }, quietMs);
  return () => {
    clearTimeout(timer);
    if (idle !== 0) cancelIdleCallback(idle);
  };
};

const none = () => null;

/** The list's state: a change shows at once, then stands in the URL. A link, a reload and Back give the same list. */
export function useListParams(kind: Kind): [ListParams, (change: Partial<ListParams>) => void] {
  const search = useSearchParams();
  const pathname = usePathname();
  const [url] = useState(() => new ListUrl(address, later));
  const held = useSyncExternalStore(url.subscribe, url.getSnapshot, none);
  const fromUrl = useMemo(() => readParams(kind, new URLSearchParams(search)), [kind, search]);
  const set = useCallback((change: Partial<ListParams>) => url.set(kind, change), [url, kind]);

  useLayoutEffect(() => url.look(pathname, search.toString()), [url, search, pathname]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Enter" || !(event.target instanceof HTMLInputElement)) url.write();
    };
    // In front of everybody who may leave the page.
    window.addEventListener("click", url.write, true);
    window.addEventListener("keydown", onKey, true);
    window.addEventListener("pagehide", url.write);
    return () => {
      window.removeEventListener("click", url.write, true);
      window.removeEventListener("keydown", onKey, true);
      window.removeEventListener("pagehide", url.write);
      url.write();
    };
  }, [url]);
  return [held ?? fromUrl, set];
}
