"use client";
import { useWindow } from "@/components/table/use-window.ts";
import { Banner } from "@/components/ui/banner.tsx";
import { formatPlural } from "@/lib/format/number.ts";
import { useCluster } from "./cluster-context.tsx";

/** Why nothing runs in a cluster without a node: told once, for all of them. */
export function PendingNote({ className }: { className?: string }) {
  const { name: cluster, clusters, kinds } = useCluster();
  const knowsNodes = kinds.some(({ name }) => name === "nodes");
  const nodes = useWindow(knowsNodes ? { kind: "nodes", cluster, rows: 1 } : null);
  const pods = useWindow({ kind: "pods", cluster, status: ["Pending"], rows: 1 });
  const waiting = pods.counts?.byStatus.Pending ?? 0;
  if (nodes.counts?.total !== 0 || waiting === 0) return null;
  const isEmbedded = clusters.find(({ name }) => name === cluster)?.type === "embedded";
  return (
    <div className={className}>
      <Banner
        tone="warn"
        title={`${formatPlural(waiting, "pod")} pending: ${isEmbedded ? "this cluster has no kubelet yet" : "this cluster has no node"}`}
      >
        {isEmbedded
          ? "The embedded Kubernetes keeps and controls objects, and runs nothing: its node joins with a later version of Craton."
          : "A pod starts when a node has registered and has room for it."}
      </Banner>
    </div>
  );
}
