"use client";
import { useCallback, useMemo } from "react";
import { useSession } from "@/components/layout/session-context.tsx";
import { useKept } from "@/components/ui/kept.ts";
import { type ColumnPrefs, readPrefs } from "./columns.ts";

/** Chosen columns, their order and widths, kept in this browser for each user and kind and shared by its tabs. */
export function useColumnPrefs(kind: string): [ColumnPrefs, (next: ColumnPrefs) => void] {
  const { user, cluster } = useSession();
  // The fleet's pods are not Kubernetes' pods; those of two Kubernetes clusters are alike.
  const [text, set] = useKept(`craton.${user}.columns.${cluster === "fleet" ? "fleet." : ""}${kind}`);
  const prefs = useMemo(() => readPrefs(text), [text]);
  const write = useCallback((next: ColumnPrefs) => set(JSON.stringify(next)), [set]);
  return [prefs, write];
}
