"use client";
import { PageBody } from "@/components/layout/page-body.tsx";
import { PageHeader } from "@/components/layout/page-header.tsx";
import { ClusterFactsSection } from "./cluster-facts-section.tsx";
import { FailingSection } from "./failing-section.tsx";
import { KindCounts } from "./kind-counts.tsx";
import { NodeRoom } from "./node-room.tsx";
import { RecentChanges } from "./recent-changes.tsx";
import { WarningsSection } from "./warnings-section.tsx";

/** How a Kubernetes cluster is at a glance, from counts and a few rows alone: no list is read whole. */
export function KubeOverview() {
  return (
    <>
      <PageHeader title="Overview" />
      <PageBody
        aside={
          <>
            <ClusterFactsSection />
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
