"use client";
import { useSearchParams } from "next/navigation";
import { PageHeader } from "@/components/layout/page-header.tsx";
import { useDenied } from "@/components/layout/session-context.tsx";
import { DataAge } from "@/components/ui/data-age.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Status } from "@/components/ui/status.tsx";
import { type Tab, Tabs } from "@/components/ui/tabs.tsx";
import type { PodRef } from "@/lib/api/console/pods.ts";
import type { Pod } from "@/lib/contract/pod.ts";
import { paths } from "@/lib/paths.ts";
import { EventsTab } from "./events-tab.tsx";
import { LogsTab } from "./logs/logs-tab.tsx";
import { ManifestTab } from "./manifest-tab.tsx";
import { OverviewTab } from "./overview-tab.tsx";
import { PodActions } from "./pod-actions.tsx";
import { PodSkeleton } from "./pod-skeleton.tsx";
import { podStatus } from "./state-word.ts";
import { TerminalTab } from "./terminal/terminal-tab.tsx";
import { usePod } from "./use-pod.ts";

const tabs = [
  { id: "overview", label: "Overview" },
  { id: "logs", label: "Logs" },
  { id: "terminal", label: "Terminal" },
  { id: "events", label: "Events" },
  { id: "manifest", label: "Manifest" },
] as const;

/** Everything about one pod. The URL holds the tab. */
export function PodPage({ podRef }: { podRef: PodRef }) {
  const { pod, error, view, refetch } = usePod(podRef);
  const wanted = useSearchParams().get("tab");
  const current = tabs.find(({ id }) => id === wanted)?.id ?? "overview";
  const links: Tab[] = tabs.map(({ id, label }) => ({
    id,
    label,
    href: paths.pod(podRef.cluster, podRef.node, podRef.uuid, id === "overview" ? undefined : id),
  }));
  const crumbs = [
    { label: "Pods", href: paths.pods(podRef.cluster) },
    { label: podRef.node, href: paths.node(podRef.cluster, podRef.node) },
  ];
  const source = view.sources.find(({ name }) => name === podRef.node);
  const isDown = source !== undefined && source.state !== "live";
  const age = (
    <DataAge
      state={view.state === "live" && isDown ? "partly" : view.state === "error" ? "stale" : view.state}
      asOf={isDown ? source.asOf : view.asOf}
      detail={source?.why ?? undefined}
    />
  );
  if (pod === undefined) {
    return (
      <>
        <PageHeader title="Pod" crumbs={crumbs} status={age} />
        {error ? (
          <ErrorPanel what={`The pod ${podRef.uuid} cannot be shown`} error={error} onRetry={refetch} />
        ) : (
          <PodSkeleton />
        )}
      </>
    );
  }
  const status = (
    <>
      <Status {...podStatus(pod)} />
      {age}
    </>
  );
  return (
    <>
      <PageHeader title={pod.name} crumbs={crumbs} status={status} actions={<PodActions pod={pod} podRef={podRef} />} />
      <Tabs label="Parts of the pod" tabs={links} current={current} />
      <Body tab={current} pod={pod} podRef={podRef} />
    </>
  );
}

function Body({ tab, pod, podRef }: { tab: (typeof tabs)[number]["id"]; pod: Pod; podRef: PodRef }) {
  const deniedExec = useDenied("open", "exec");
  switch (tab) {
    case "overview":
      return <OverviewTab pod={pod} podRef={podRef} />;
    case "logs":
      return <LogsTab pod={pod} podRef={podRef} />;
    case "terminal":
      return <TerminalTab pod={pod} podRef={podRef} denied={deniedExec} />;
    case "events":
      return <EventsTab podRef={podRef} version={pod.version} />;
    case "manifest":
      return <ManifestTab podRef={podRef} />;
  }
}
