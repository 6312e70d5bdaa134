"use client";
import Link from "next/link";
import { useWindow } from "@/components/table/use-window.ts";
import { Age } from "@/components/ui/age.tsx";
import { Dash } from "@/components/ui/dash.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { Row } from "@/lib/contract/live.ts";
import { capital } from "@/lib/format/capital.ts";
import { formatCount } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";

const shown = 20;

/** The pods of a node, newest first; the whole list is a page of its own. */
export function NodePods({ cluster, node }: { cluster: string; node: string }) {
  const view = useWindow({
    kind: "pods",
    cluster,
    filter: `node=${node}`,
    sort: [{ column: "created", desc: true }],
    rows: shown,
  });
  const text = (row: Row, column: string) => {
    const cell = row.cells[column];
    return typeof cell === "string" ? plainText(cell) : "";
  };
  const columns = [
    {
      title: "Name",
      cell: (row: Row) => (
        <Link
          prefetch={false}
          className="link block max-w-96 truncate max-md:max-w-40"
          title={text(row, "name")}
          href={paths.pod(cluster, node, row.key.split("/")[1] ?? "")}
        >
          {text(row, "name")}
        </Link>
      ),
    },
    {
      title: "Status",
      cell: (row: Row) => {
        const cell = row.cells.status;
        return typeof cell === "object" && cell !== null ? (
          <Status tone={cell.tone} word={capital(plainText(cell.word))} />
        ) : null;
      },
    },
    {
      title: "Address",
      cell: (row: Row) => (text(row, "ip") ? <span className="mono">{text(row, "ip")}</span> : <Dash />),
    },
    {
      title: "Age",
      numeric: true,
      cell: (row: Row) => <Age at={typeof row.cells.created === "number" ? row.cells.created : null} tooltip={false} />,
    },
  ];
  const matched = view.counts?.matched ?? 0;
  return (
    <Section
      title="Pods"
      note={matched > shown ? `the newest ${shown} of ${formatCount(matched)}` : undefined}
      action={
        <Link
          prefetch={false}
          className="link"
          href={`${paths.pods(cluster)}?filter=${encodeURIComponent(`node=${node}`)}`}
        >
          All pods of this node
        </Link>
      }
    >
      {matched === 0 ? (
        <p className="text-fg-3">No pod is on this node.</p>
      ) : (
        <SimpleTable label="Pods of the node" columns={columns} rows={view.rows} rowKey={({ key }) => key} />
      )}
    </Section>
  );
}
