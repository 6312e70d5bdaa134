"use client";
import { PageBody } from "@/components/layout/page-body.tsx";
import { PageHeader } from "@/components/layout/page-header.tsx";
import { useSession } from "@/components/layout/session-context.tsx";
import { freshness } from "@/components/table/freshness.ts";
import { useWindow } from "@/components/table/use-window.ts";
import { DataAge } from "@/components/ui/data-age.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { AttentionSection } from "./attention-section.tsx";
import { CapacitySection } from "./capacity-section.tsx";
import { NodesSection } from "./nodes-section.tsx";
import { OverviewSkeleton } from "./overview-skeleton.tsx";
import { PodsSection } from "./pods-section.tsx";
import { QuickStart } from "./quick-start.tsx";
import { RecentEvents } from "./recent-events.tsx";

/** How the cluster is at a glance: what needs somebody, what runs, what room is left, what happened last. */
export function OverviewPage() {
  const { cluster } = useSession();
  const pods = useWindow({ kind: "pods", cluster, rows: 1 });
  const nodes = useWindow({ kind: "nodes", cluster, rows: 100 });
  const header = <PageHeader title="Overview" status={<DataAge {...freshness(nodes)} />} />;
  if (nodes.state === "error") {
    return (
      <>
        {header}
        <ErrorPanel what="The overview cannot be shown" error={nodes.error} onRetry={() => location.reload()} />
      </>
    );
  }
  if (pods.counts === null || nodes.counts === null) {
    return (
      <>
        {header}
        <OverviewSkeleton />
      </>
    );
  }
  return (
    <>
      {header}
      <PageBody
        aside={
          <>
            <CapacitySection nodes={nodes.rows} />
            <NodesSection nodes={nodes.rows} total={nodes.counts.total} />
          </>
        }
      >
        {pods.counts.total === 0 && nodes.counts.total > 0 ? <QuickStart /> : null}
        {pods.counts.total > 0 ? <PodsSection counts={pods.counts} /> : null}
        <AttentionSection counts={pods.counts} nodes={nodes.rows} sources={nodes.sources} />
        <RecentEvents />
      </PageBody>
    </>
  );
}
