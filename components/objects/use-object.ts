"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { type LiveView, useWindow } from "@/components/table/use-window.ts";
import { getObject, type ObjectRef } from "@/lib/api/console/objects.ts";
import type { ObjectDetail } from "@/lib/contract/kube-object.ts";
import type { Row } from "@/lib/contract/live.ts";
import { toProblem } from "@/lib/format/problem.ts";

export const objectKey = (ref: ObjectRef) => ["object", ref.cluster, ref.kind, ref.namespace, ref.name] as const;

/** While a cluster cannot be asked, it is tried again this often. */
const retryMs = 5000;
const passing = ["cluster-unreachable", "cluster-auth", "unavailable", "kube-busy", "kube-failed"];
const isPassing = (error: unknown): boolean => error !== null && passing.includes(toProblem(error).code);

export type OpenObject = {
  /** What was last known; it stays when the object is gone. */
  detail: ObjectDetail | undefined;
  error: unknown;
  view: LiveView;
  /** Its row in the index, with the status as lists show it. */
  row: Row | undefined;
  /** `deleted`: it was there and is no more. `replaced`: another object has its name now. */
  fate: "deleted" | "replaced" | null;
  /** Looks at what has the name now. */
  refetch: () => void;
};

/** One object in full, kept fresh: its row in the index is watched, and a change there fetches the details again. */
export function useObject(ref: ObjectRef): OpenObject {
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: objectKey(ref),
    queryFn: ({ signal }) => getObject(ref, { signal }),
    retry: false,
    refetchInterval: ({ state }) => (isPassing(state.error) ? retryMs : false),
  });
  const view = useWindow({
    kind: ref.kind,
    cluster: ref.cluster,
    namespaces: ref.namespace === null ? [] : [ref.namespace],
    filter: `name=${JSON.stringify(ref.name)}`,
    rows: 1,
  });
  const row = view.rows[0];
  const isLive = view.state === "live" && !view.pending;
  const known = query.data?.object.metadata.resourceVersion;
  const rv = row?.cells.rv;
  const isMissing = known === undefined && query.error !== null && row !== undefined;
  // Fetched again once for each pair of what the index and the details say: either may be the newer one.
  const isOff = isLive && (isMissing || (known !== undefined && rv !== known));
  const pair = isOff ? JSON.stringify([rv, known]) : null;
  const settled = useRef<string | null>(null);
  useEffect(() => {
    if (pair === null || pair === settled.current) return;
    settled.current = pair;
    void queries.invalidateQueries({ queryKey: ["object", ref.cluster, ref.kind, ref.namespace, ref.name] });
  }, [pair, queries, ref.cluster, ref.kind, ref.namespace, ref.name]);
  // The object that the reader opened; pressed away when another has its name.
  const [opened, setOpened] = useState<string | undefined>(undefined);
  const uid = query.data?.object.metadata.uid;
  useEffect(() => setOpened((known) => known ?? uid), [uid]);
  const isGone = query.data !== undefined && query.error !== null && toProblem(query.error).code === "not-found";
  const isOther = opened !== undefined && uid !== undefined && opened !== uid;
  return {
    detail: query.data,
    error: query.error,
    view,
    row,
    fate: isGone ? "deleted" : isOther ? "replaced" : null,
    refetch: () => {
      if (isOther) setOpened(uid);
      void query.refetch();
    },
  };
}
