"use client";
import { useQuery } from "@tanstack/react-query";
import { PageBody } from "@/components/layout/page-body.tsx";
import { Section } from "@/components/ui/section.tsx";
import { getPodUsage, type PodRef } from "@/lib/api/console/pods.ts";
import type { Pod } from "@/lib/contract/pod.ts";
import { AppsTable } from "./apps-table.tsx";
import { FailureBanner } from "./failure-banner.tsx";
import { IsolatorsTable } from "./isolators-table.tsx";
import { PodFacts } from "./pod-facts.tsx";
import { PodTimeline } from "./pod-timeline.tsx";
import { UsageAside } from "./usage-aside.tsx";
import { VolumesTable } from "./volumes-table.tsx";

/** How often the cgroups are read while somebody looks, in ms. */
const interval = 3000;

/** What a pod is and does, on one page. */
export function OverviewTab({ pod, podRef }: { pod: Pod; podRef: PodRef }) {
  const usage = useQuery({
    queryKey: ["pod-usage", podRef.cluster, podRef.node, podRef.uuid],
    queryFn: ({ signal }) => getPodUsage(podRef, { signal }),
    enabled: pod.state === "running",
    refetchInterval: interval,
  });
  const now = pod.state === "running" ? usage.data : undefined;
  return (
    <PageBody
      aside={
        <>
          {pod.state === "running" ? <UsageAside pod={pod} usage={now?.pod} at={usage.dataUpdatedAt} /> : null}
          <PodTimeline podRef={podRef} version={pod.version} />
        </>
      }
    >
      <FailureBanner pod={pod} podRef={podRef} />
      <Section title="Apps">
        <AppsTable pod={pod} podRef={podRef} usage={now?.apps} />
      </Section>
      <Section title="Facts">
        <PodFacts pod={pod} podRef={podRef} />
      </Section>
      {pod.volumes.length > 0 ? (
        <Section title="Volumes">
          <VolumesTable pod={pod} />
        </Section>
      ) : null}
      {pod.isolators.length > 0 ? (
        <Section title="Isolators" note="what the manifest asks for, and what became of it">
          <IsolatorsTable isolators={pod.isolators} />
        </Section>
      ) : null}
    </PageBody>
  );
}
