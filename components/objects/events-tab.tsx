"use client";
import { PageBody } from "@/components/layout/page-body.tsx";
import { useWindow } from "@/components/table/use-window.ts";
import { Age } from "@/components/ui/age.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { KubeObject } from "@/lib/contract/kube-object.ts";
import type { Row } from "@/lib/contract/live.ts";
import { formatCount } from "@/lib/format/number.ts";
import { cellOf, eventQuery, isWarning, timeOf } from "./event-columns.ts";

const most = 200;

const columns = [
  { title: "Last seen", cell: (row: Row) => <Age at={timeOf(row, "age")} tooltip={false} /> },
  {
    title: "Type",
    cell: (row: Row) => (isWarning(row) ? <Status tone="warn" word="Warning" /> : <Status tone="idle" word="Normal" />),
  },
  { title: "Reason", cell: (row: Row) => cellOf(row, "reason") },
  {
    title: "Message",
    className: "w-1/2 whitespace-normal! min-w-64",
    cell: (row: Row) => <span className="break-words">{cellOf(row, "message")}</span>,
  },
  { title: "Count", numeric: true, cell: (row: Row) => cellOf(row, "count") || "1" },
  { title: "From", cell: (row: Row) => <span className="text-fg-2">{cellOf(row, "source")}</span> },
];

/** All kept events of the object, newest first, live. */
export function EventsTab({ object, cluster }: { object: KubeObject; cluster: string }) {
  const view = useWindow(eventQuery(object, cluster, most));
  if (view.state === "error") return <ErrorPanel what="The events cannot be listed" error={view.error} />;
  if (view.counts === null) return <Skeleton className="m-4 h-40" />;
  if (view.rows.length === 0)
    return (
      <EmptyState title="No events are kept of this object">
        The cluster forgets events after an hour. Those of what it owns stand on their own pages.
      </EmptyState>
    );
  const { matched } = view.counts;
  return (
    <PageBody>
      {matched > most ? (
        <p className="mb-2 text-fg-2">
          The newest {most} of {formatCount(matched)}.
        </p>
      ) : null}
      <SimpleTable label="Events of the object" columns={columns} rows={view.rows} rowKey={({ key }) => key} />
    </PageBody>
  );
}
