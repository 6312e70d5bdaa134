"use client";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { useWindow } from "@/components/table/use-window.ts";
import { plainText } from "@/lib/format/plain-text.ts";

const asked = ["pods", "nodes", "workloads"];

/** Why nothing new comes from the cluster now; null while it answers. */
export function useTrouble(): string | null {
  const { name: cluster, kinds } = useCluster();
  const kind = asked.find((name) => kinds.some((one) => one.name === name));
  const view = useWindow(kind === undefined ? null : { kind, cluster, rows: 1 });
  if (view.state === "error" && view.error?.code !== "forbidden") return plainText(view.error?.message ?? "it failed");
  const isSilent = view.sources.length > 0 && view.sources.every(({ state }) => state === "down");
  if (!isSilent) return null;
  return plainText(view.sources.find(({ why }) => why !== null)?.why ?? "its watches are cut off");
}
