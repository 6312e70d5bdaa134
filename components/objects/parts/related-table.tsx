"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { useWindow, type WindowInput } from "@/components/table/use-window.ts";
import { Age } from "@/components/ui/age.tsx";
import { Dash } from "@/components/ui/dash.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { Row } from "@/lib/contract/live.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { formatCores } from "@/lib/format/cores.ts";
import { formatCount } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { cellOf, timeOf } from "../event-columns.ts";

export type RelatedColumn = { id: string; title: string; as?: "text" | "number" | "bytes" | "cores" | "mono" };
export type RelatedProps = {
  title: string;
  query: Pick<WindowInput, "kind" | "cluster"> & { namespaces?: string[]; filter: string };
  /** Between the status and the age; by the ids of the kind's columns. */
  columns: RelatedColumn[];
  /** When there are none. */
  empty: string;
  /** How many rows stand here; the list has the rest. */
  rows?: number;
  /** Names of namespaces matter where rows of several stand. */
  showNamespace?: boolean;
};

/** Objects that belong to this one, live: a window on their list, with a link to the whole of it. */
export function RelatedTable(props: RelatedProps) {
  const { title, query, empty, rows = 20 } = props;
  const view = useWindow({ ...query, rows });
  const matched = view.counts?.matched ?? 0;
  const list = `${paths.objects(query.cluster, query.kind)}?${new URLSearchParams({ filter: query.filter })}`;
  return (
    <Section
      title={title}
      note={matched > rows ? `the first ${rows} of ${formatCount(matched)}` : undefined}
      action={
        matched > rows ? (
          <Link prefetch={false} className="link" href={list}>
            All of them
          </Link>
        ) : null
      }
    >
      {view.state === "error" ? (
        <p className="break-words text-fg-3">{plainText(view.error?.message ?? "they cannot be listed")}</p>
      ) : view.counts === null ? (
        <Skeleton className="h-16 w-full" />
      ) : view.rows.length === 0 ? (
        <p className="text-fg-3">{empty}</p>
      ) : (
        <SimpleTable label={title} columns={columnsOf(props, view.rows)} rows={view.rows} rowKey={({ key }) => key} />
      )}
    </Section>
  );
}

const statusColumn = {
  title: "Status",
  cell: (row: Row) => {
    const cell = row.cells.status;
    return typeof cell === "object" && cell !== null && hasStatus(row) ? (
      <Status tone={cell.tone} word={plainText(cell.word)} />
    ) : (
      <Dash />
    );
  },
};

const hasStatus = ({ cells: { status } }: Row) =>
  typeof status === "object" && status !== null && status.word !== "present";

function columnsOf({ query, columns, showNamespace }: RelatedProps, rows: readonly Row[]) {
  const place = (row: Row) => row.key.split("/");
  return [
    {
      title: "Name",
      cell: (row: Row) => {
        const name = place(row).at(-1) ?? "";
        const namespace = place(row).length > 1 ? (place(row)[0] ?? null) : null;
        return (
          <Link
            prefetch={false}
            className="link block max-w-96 truncate max-md:max-w-44"
            title={plainText(name)}
            href={paths.object(query.cluster, query.kind, namespace, name)}
          >
            {plainText(name)}
          </Link>
        );
      },
    },
    ...(showNamespace ? [{ title: "Namespace", cell: (row: Row) => cellOf(row, "namespace") }] : []),
    ...(rows.some(hasStatus) ? [statusColumn] : []),
    ...columns.map(({ id, title, as = "text" }) => ({
      title,
      numeric: as === "number" || as === "bytes" || as === "cores",
      cell: (row: Row) => drawn(row, id, as),
    })),
    { title: "Age", numeric: true, cell: (row: Row) => <Age at={timeOf(row, "age")} tooltip={false} /> },
  ];
}

function drawn(row: Row, id: string, as: NonNullable<RelatedColumn["as"]>): ReactNode {
  const cell = row.cells[id];
  if (typeof cell === "number") {
    if (as === "bytes") return formatBytes(cell);
    if (as === "cores") return formatCores(cell);
    return formatCount(cell);
  }
  const said = cellOf(row, id);
  if (said === "") return <Dash />;
  return as === "mono" ? <span className="mono">{said}</span> : said;
}
