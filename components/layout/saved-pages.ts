"use client";
/** Favourite and recent pages of a user, kept in this browser. */
import { useCallback, useMemo } from "react";
import { keep, readKept, useKept } from "@/components/ui/kept.ts";

export type SavedPage = {
  /** Path without the query. */
  href: string;
  title: string;
};

const mostFavourites = 30;
const mostRecent = 20;
const keyOf = (user: string, list: "favourites" | "recent") => `craton.${user}.${list}`;

/** What was kept, if it can be trusted: the store of a browser is anybody's. */
export function readSaved(text: string | null): SavedPage[] {
  if (text === null) return [];
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return [];
    return value.filter(isSaved).map(({ href, title }) => ({ href, title }));
  } catch {
    return [];
  }
}

function isSaved(value: unknown): value is SavedPage {
  if (typeof value !== "object" || value === null) return false;
  const href: unknown = Reflect.get(value, "href");
  return typeof href === "string" && /^\/c\/[^/\\]/.test(href) && typeof Reflect.get(value, "title") === "string";
}

/** The page first, once, and no more than `most`. */
export function withFirst(pages: readonly SavedPage[], page: SavedPage, most: number): SavedPage[] {
  return [page, ...pages.filter(({ href }) => href !== page.href)].slice(0, most);
}

export function useFavourites(user: string): { pages: SavedPage[]; toggle: (page: SavedPage) => void } {
  const [text, set] = useKept(keyOf(user, "favourites"));
  const pages = useMemo(() => readSaved(text), [text]);
  const toggle = useCallback(
    (page: SavedPage) => {
      const isThere = pages.some(({ href }) => href === page.href);
      const next = isThere ? pages.filter(({ href }) => href !== page.href) : [...pages, page].slice(-mostFavourites);
      set(next.length === 0 ? null : JSON.stringify(next));
    },
    [pages, set],
  );
  return { pages, toggle };
}

/** The newest first. */
export function useRecent(user: string): SavedPage[] {
  const [text] = useKept(keyOf(user, "recent"));
  return useMemo(() => readSaved(text), [text]);
}

export function rememberPage(user: string, page: SavedPage): void {
  const key = keyOf(user, "recent");
  keep(key, JSON.stringify(withFirst(readSaved(readKept(key)), page, mostRecent)));
}
