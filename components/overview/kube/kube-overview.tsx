"use client";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { PageBody } from "@/components/layout/page-body.tsx";
import { PageHeader } from "@/components/layout/page-header.tsx";
import { Banner } from "@/components/ui/banner.tsx";
import { capital } from "@/lib/format/capital.ts";
import { ClusterFactsSection } from "./cluster-facts-section.tsx";
import { FailingSection } from "./failing-section.tsx";
import { KindCounts } from "./kind-counts.tsx";
import { NodeRoom } from "./node-room.tsx";
import { RecentChanges } from "./recent-changes.tsx";
import { useTrouble } from "./use-trouble.ts";
import { WarningsSection } from "./warnings-section.tsx";

/** How a Kubernetes cluster is at a glance, from counts and a few rows alone: no list is read whole. */
export function KubeOverview() {
  const trouble = useTrouble();
  const { name } = useCluster();
  return (
    <>
      <PageHeader title="Overview" />
      {trouble === null ? null : (
        <div className="flex-none px-4 pt-2">
          <Banner tone="bad" title={`Cluster ${name} gives no news`}>
            {capital(trouble)}. This page goes on by itself as soon as it can.
          </Banner>
        </div>
      )}
      <PageBody
        aside={
          <>
            <ClusterFactsSection isSilent={trouble !== null} />
            <NodeRoom />
          </>
        }
      >
        <KindCounts />
        <FailingSection />
        <WarningsSection />
        <RecentChanges />
      </PageBody>
    </>
  );
}
