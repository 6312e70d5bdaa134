"use client";
import { useSearchParams } from "next/navigation";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { PageHeader } from "@/components/layout/page-header.tsx";
import { Age } from "@/components/ui/age.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { Status } from "@/components/ui/status.tsx";
import { type Tab, Tabs } from "@/components/ui/tabs.tsx";
import type { ObjectRef } from "@/lib/api/console/objects.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { ObjectActions } from "./actions/object-actions.tsx";
import { EventsTab } from "./events-tab.tsx";
import { viewOf } from "./facts/of-kind.ts";
import { FateBanner } from "./fate-banner.tsx";
import { ObjectProblem } from "./object-problem.tsx";
import { ObjectSkeleton } from "./object-skeleton.tsx";
import { OverviewTab } from "./overview-tab.tsx";
import { PageAge } from "./page-age.tsx";
import { PodsTab } from "./pods-tab.tsx";
import { type OpenObject, useObject } from "./use-object.ts";
import { YamlTab } from "./yaml/yaml-tab.tsx";

type TabId = "overview" | "pods" | "yaml" | "events";

/** Everything about one Kubernetes object. The URL holds the tab. */
export function ObjectPage({ objectRef }: { objectRef: ObjectRef }) {
  const { cluster, kind, namespace, name } = objectRef;
  const open = useObject(objectRef);
  const { detail, row, view } = open;
  const known = useCluster().kinds.find((one) => one.name === kind);
  const wanted = useSearchParams().get("tab");
  const crumbs = [
    { label: detail?.kind.title ?? known?.title ?? kind, href: paths.objects(cluster, kind) },
    ...(namespace === null ? [] : [{ label: namespace, href: paths.object(cluster, "namespaces", null, namespace) }]),
  ];
  const age = <PageAge view={view} />;
  if (detail === undefined) {
    return (
      <>
        <PageHeader title={name} crumbs={crumbs} status={age} />
        {open.error ? (
          <ObjectProblem objectRef={objectRef} error={open.error} onRetry={open.refetch} />
        ) : (
          <ObjectSkeleton />
        )}
      </>
    );
  }
  const pods = viewOf(kind)?.pods?.(detail.object) ?? null;
  const tabs: { id: TabId; label: string }[] = [
    { id: "overview", label: "Overview" },
    ...(pods === null ? [] : [{ id: "pods" as const, label: "Pods" }]),
    { id: "yaml", label: "YAML" },
    ...(kind === "events" || kind === "events.events.k8s.io" ? [] : [{ id: "events" as const, label: "Events" }]),
  ];
  const current = tabs.find(({ id }) => id === wanted)?.id ?? "overview";
  const links: Tab[] = tabs.map(({ id, label }) => ({
    id,
    label,
    href: paths.object(cluster, kind, namespace, name, id === "overview" ? undefined : id),
  }));
  const cell = row?.cells.status;
  const isGone = open.fate === "deleted";
  const status = (
    <>
      <Badge>{plainText(detail.object.kind)}</Badge>
      {isGone ? (
        <Status tone="idle" word="Deleted" />
      ) : typeof cell === "object" && cell !== null && cell.word !== "present" ? (
        <Status tone={cell.tone} word={plainText(cell.word)} />
      ) : null}
      <span className="text-fg-2 text-sm">
        <Age at={detail.object.metadata.creationTimestamp ?? null} form="ago" />
      </span>
      {age}
    </>
  );
  return (
    <>
      <PageHeader
        title={name}
        crumbs={crumbs}
        status={status}
        actions={<ObjectActions detail={detail} objectRef={objectRef} isGone={isGone} />}
      />
      <Tabs label="Parts of the object" tabs={links} current={current} />
      <FateBanner open={open} name={name} />
      <Body tab={current} open={open} objectRef={objectRef} pods={pods} />
    </>
  );
}

function Body(props: { tab: TabId; open: OpenObject; objectRef: ObjectRef; pods: string | null }) {
  const { tab, open, objectRef, pods } = props;
  const { detail } = open;
  if (detail === undefined) return null;
  switch (tab) {
    case "overview":
      return <OverviewTab detail={detail} objectRef={objectRef} />;
    case "pods":
      return pods === null ? null : <PodsTab object={detail.object} cluster={objectRef.cluster} filter={pods} />;
    case "yaml":
      return <YamlTab detail={detail} objectRef={objectRef} />;
    case "events":
      return <EventsTab object={detail.object} cluster={objectRef.cluster} />;
  }
}
