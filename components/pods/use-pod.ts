"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type LiveView, useWindow } from "@/components/table/use-window.ts";
import { getPod, type PodRef } from "@/lib/api/console/pods.ts";
import type { Pod } from "@/lib/contract/pod.ts";

export const podKey = (ref: PodRef) => ["pod", ref.cluster, ref.node, ref.uuid] as const;

/**
 * One pod in full, kept fresh: its row in the index is watched, and a change there fetches the details again. `view` tells
 * how fresh that is; `pod` stays what was last known when the node is down.
 */
export function usePod(ref: PodRef): { pod: Pod | undefined; error: unknown; view: LiveView; refetch: () => void } {
  const queries = useQueryClient();
  const query = useQuery({ queryKey: podKey(ref), queryFn: ({ signal }) => getPod(ref, { signal }) });
  const view = useWindow({ kind: "pods", cluster: ref.cluster, filter: `uuid=${ref.uuid}`, rows: 1 });
  // Use of cpu and memory changes every few seconds and is no change of the pod.
  const row = view.rows[0];
  const { cpu: _cpu, memory: _memory, ...facts } = row?.cells ?? {};
  const mark = view.pending ? null : JSON.stringify([row?.key, row?.stale, facts]);
  useEffect(() => {
    if (mark !== null) void queries.invalidateQueries({ queryKey: ["pod", ref.cluster, ref.node, ref.uuid] });
  }, [mark, queries, ref.cluster, ref.node, ref.uuid]);
  return { pod: query.data, error: query.error, view, refetch: () => void query.refetch() };
}
