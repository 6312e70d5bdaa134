"use client";
import { useRouter } from "next/navigation";
import { useEffect, useMemo } from "react";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { eventHref } from "@/components/layout/event-href.ts";
import { manyOf, oneOf } from "@/components/layout/kind-words.ts";
import { useNamespaces } from "@/components/layout/namespaces.tsx";
import { PendingNote } from "@/components/layout/pending-note.tsx";
import { useObjectBulk } from "@/components/objects/object-bulk.ts";
import { guessTone } from "@/components/table/guess-tone.ts";
import { LiveTable } from "@/components/table/live-table.tsx";
import { SourceNote } from "@/components/table/source-note.tsx";
import type { WindowState } from "@/lib/api/live/window.ts";
import type { KubeKind } from "@/lib/contract/kube-kind.ts";
import type { Row } from "@/lib/contract/live.ts";
import { drawOf } from "./draw-cells.tsx";
import { narrowColumns } from "./narrow-columns.ts";
import { ObjectEmpty } from "./object-empty.tsx";
import { rowHref } from "./object-href.ts";

import { WorkloadTabs } from "./workload-tabs.tsx";

const none: readonly string[] = [];

/** The list of any kind of a Kubernetes cluster, live, in the chosen namespaces. */
export function ObjectsList({ kind }: { kind: KubeKind }) {
  const { name: cluster, kinds } = useCluster();
  const { chosen } = useNamespaces();
  const narrow = useMemo(() => narrowColumns(kind), [kind]);
  const draw = useMemo(() => drawOf({ cluster, kinds }, kind), [cluster, kinds, kind]);
  const bulk = useObjectBulk(kind);
  const isEvents = kind.name === "events";
  const href = (row: Row) => (isEvents ? eventHref({ cluster, kinds }, row) : rowHref(cluster, kind, row.key));
  return (
    <LiveTable
      kind={kind}
      linked={isEvents ? "object" : "name"}
      narrow={narrow}
      tone={guessTone}
      draw={draw}
      href={href}
      bulk={bulk}
      namespaces={kind.namespaced ? chosen : none}
      isMarked={false}
      one={oneOf(kind)}
      many={manyOf(kind)}
      above={<WorkloadTabs kind={kind.name} />}
      note={(view) => <Note kind={kind} cluster={cluster} view={view} />}
      empty={<ObjectEmpty kind={kind} />}
    />
  );
}

function Note({ kind, cluster, view }: { kind: KubeKind; cluster: string; view: WindowState }) {
  const router = useRouter();
  // A custom resource definition was changed: the page is made again with the kind's new columns.
  const isOld = view.state === "error" && view.error?.code === "kind-changed";
  useEffect(() => {
    if (isOld) router.refresh();
  }, [isOld, router]);
  return (
    <>
      <SourceNote sources={view.sources} cluster={cluster} />
      {kind.name === "pods" && view.counts !== null ? <PendingNote className="flex-none px-4 pt-2" /> : null}
    </>
  );
}
