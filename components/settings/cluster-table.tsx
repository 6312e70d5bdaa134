"use client";
import { KeyRound, Trash2 } from "lucide-react";
import Link from "next/link";
import { clusterTone } from "@/components/layout/cluster-words.ts";
import { useDenied } from "@/components/layout/session-context.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { Dash } from "@/components/ui/dash.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { ClusterEntry } from "@/lib/contract/clusters.ts";
import { capital } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { accessHints, accessWords, whyKept } from "./cluster-words.ts";

const stateWords: Record<ClusterEntry["state"], string> = {
  ready: "Ready",
  starting: "Starting",
  down: "No answer",
  "needs-token": "Needs your token",
  off: "Off",
};

export type ClusterTableProps = {
  entries: readonly ClusterEntry[];
  onRemove: (entry: ClusterEntry) => void;
  onToken: (entry: ClusterEntry) => void;
};

/** One row a cluster. */
export function ClusterTable({ entries, onRemove, onToken }: ClusterTableProps) {
  const deniedRemove = useDenied("remove", "cluster");
  const columns = [
    {
      title: "Cluster",
      cell: ({ name }: ClusterEntry) => (
        <Link href={paths.overview(name)} prefetch={false} className="link">
          {name}
        </Link>
      ),
    },
    { title: "State", cell: (entry: ClusterEntry) => <State entry={entry} /> },
    {
      title: "Access",
      cell: ({ access }: ClusterEntry) => <span title={accessHints[access]}>{accessWords[access]}</span>,
    },
    {
      title: "Server",
      cell: ({ server }: ClusterEntry) => (server === null ? <Dash /> : <CodeText text={server} most={44} />),
    },
    {
      title: "Version",
      cell: ({ version }: ClusterEntry) => (version === null ? <Dash says="unknown" /> : <CodeText text={version} />),
    },
    { title: "Owner", cell: ({ owner }: ClusterEntry) => (owner === null ? <Dash /> : plainText(owner)) },
    {
      title: "",
      numeric: true,
      cell: (entry: ClusterEntry) => (
        <span className="inline-flex gap-1">
          {entry.access === "token" ? (
            <IconButton
              icon={KeyRound}
              size="sm"
              variant="ghost"
              label={`Your token for ${entry.name}`}
              onClick={() => onToken(entry)}
            />
          ) : null}
          {entry.type === "fleet" ? null : (
            <IconButton
              icon={Trash2}
              size="sm"
              variant="ghost"
              label={`Remove ${entry.name}`}
              disabledReason={deniedRemove ?? whyKept(entry)}
              onClick={() => onRemove(entry)}
            />
          )}
        </span>
      ),
    },
  ];
  return <SimpleTable label="Clusters" columns={columns} rows={entries} rowKey={({ name }) => name} />;
}

function State({ entry }: { entry: ClusterEntry }) {
  const status = <Status tone={clusterTone(entry)} word={stateWords[entry.state]} />;
  if (entry.why === null) return status;
  const why = capital(plainText(entry.why));
  return (
    <span className="flex max-w-[320px] flex-col">
      {status}
      <span className="truncate text-fg-3 text-sm" title={why}>
        {why}
      </span>
    </span>
  );
}
