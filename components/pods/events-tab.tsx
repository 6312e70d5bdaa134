"use client";
import { PageBody } from "@/components/layout/page-body.tsx";
import { Age } from "@/components/ui/age.tsx";
import { Dash } from "@/components/ui/dash.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { PodRef } from "@/lib/api/console/pods.ts";
import type { EventRecord } from "@/lib/contract/event.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { usePodEvents } from "./pod-timeline.tsx";

const columns = [
  { title: "Age", cell: (event: EventRecord) => <Age at={event.time} tooltip={false} /> },
  {
    title: "Level",
    cell: (event: EventRecord) =>
      event.level === "warning" ? <Status tone="warn" word="Warning" /> : <Status tone="idle" word="Normal" />,
  },
  { title: "Reason", cell: (event: EventRecord) => plainText(event.reason) },
  {
    title: "App",
    cell: (event: EventRecord) =>
      event.app === null ? <Dash /> : <span className="mono">{plainText(event.app)}</span>,
  },
  {
    title: "Message",
    className: "w-1/2 whitespace-normal! min-w-64",
    cell: (event: EventRecord) => <span className="break-words">{plainText(event.message)}</span>,
  },
  { title: "By", cell: (event: EventRecord) => (event.user === null ? <Dash /> : plainText(event.user)) },
];

/** All kept events of the pod, newest first. */
export function EventsTab({ podRef, version }: { podRef: PodRef; version: number }) {
  const events = usePodEvents(podRef, version, 500);
  if (events.error)
    return <ErrorPanel what="The events cannot be listed" error={events.error} onRetry={() => void events.refetch()} />;
  if (events.data === undefined) return <Skeleton className="m-4 h-40" />;
  if (events.data.length === 0)
    return (
      <EmptyState title="No events are kept of this pod">
        The node keeps its last 20,000 events; those of this pod are older.
      </EmptyState>
    );
  return (
    <PageBody>
      <SimpleTable
        label="Events of the pod"
        columns={columns}
        rows={[...events.data].reverse()}
        rowKey={({ seq }) => String(seq)}
      />
    </PageBody>
  );
}
