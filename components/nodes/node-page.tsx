"use client";
import { useQuery } from "@tanstack/react-query";
import { PageBody } from "@/components/layout/page-body.tsx";
import { PageHeader } from "@/components/layout/page-header.tsx";
import { useWindow } from "@/components/table/use-window.ts";
import { DataAge } from "@/components/ui/data-age.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { Status } from "@/components/ui/status.tsx";
import { getNode } from "@/lib/api/console/nodes.ts";
import { paths } from "@/lib/paths.ts";
import { NodeCapacity } from "./node-capacity.tsx";
import { NodeFactsList } from "./node-facts-list.tsx";
import { NodeNotes } from "./node-notes.tsx";
import { NodePods } from "./node-pods.tsx";

/** How often a node is asked while somebody looks, in ms. */
const interval = 5000;

/** One node: what it is, has and lacks, and what runs on it. */
export function NodePage({ cluster, node }: { cluster: string; node: string }) {
  const detail = useQuery({
    queryKey: ["node", cluster, node],
    queryFn: ({ signal }) => getNode(cluster, node, { signal }),
    refetchInterval: interval,
  });
  const view = useWindow({ kind: "nodes", cluster, filter: `name=${node}`, rows: 1 });
  const source = view.sources.find(({ name }) => name === node);
  const isUp = source === undefined || source.state === "live";
  const crumbs = [{ label: "Nodes", href: paths.nodes(cluster) }];
  const status = (
    <>
      {source === undefined ? null : (
        <Status
          tone={isUp ? "ok" : source.state === "connecting" ? "busy" : "bad"}
          word={isUp ? "Ready" : source.state === "connecting" ? "Connecting" : "Down"}
        />
      )}
      <DataAge
        state={isUp ? (detail.data ? "live" : "loading") : "partly"}
        asOf={source?.asOf ?? null}
        detail={source?.why ?? undefined}
      />
    </>
  );
  return (
    <>
      <PageHeader title={node} crumbs={crumbs} status={status} />
      {detail.data === undefined && detail.error ? (
        <ErrorPanel
          what={`The node ${node} cannot be shown`}
          error={detail.error}
          onRetry={() => void detail.refetch()}
        />
      ) : null}
      {detail.data === undefined && !detail.error ? <Skeleton className="m-4 h-64" /> : null}
      {detail.data ? (
        <PageBody aside={<NodeCapacity facts={detail.data.facts} usage={detail.data.usage} />}>
          <Section title="Facts">
            <NodeFactsList facts={detail.data.facts} />
          </Section>
          <NodeNotes notes={detail.data.facts.notes} />
          <NodePods cluster={cluster} node={node} />
        </PageBody>
      ) : null}
    </>
  );
}
