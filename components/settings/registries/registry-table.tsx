"use client";
import { Pencil, PlugZap, Trash2 } from "lucide-react";
import { useDenied } from "@/components/layout/session-context.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { Dash } from "@/components/ui/dash.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { RegistryEntry } from "@/lib/contract/registry.ts";
import { plainText } from "@/lib/format/plain-text.ts";

const ofFile = "it stands in registries.json on the node: change it there";

export type RegistryTableProps = {
  entries: readonly RegistryEntry[];
  /** The host that is being tested now. */
  testing: string | null;
  onTest: (entry: RegistryEntry) => void;
  onEdit: (entry: RegistryEntry) => void;
  onRemove: (entry: RegistryEntry) => void;
};

/** One row a registry. */
export function RegistryTable({ entries, testing, onTest, onEdit, onRemove }: RegistryTableProps) {
  const deniedUpdate = useDenied("update", "registry");
  const deniedRemove = useDenied("remove", "registry");
  const columns = [
    { title: "Registry", cell: ({ host }: RegistryEntry) => <CodeText text={host} most={44} /> },
    { title: "Reached by", cell: (entry: RegistryEntry) => <Reached entry={entry} /> },
    {
      title: "Mirrors",
      cell: ({ mirrors }: RegistryEntry) =>
        mirrors.length === 0 ? <Dash says="none" /> : <CodeText text={mirrors.join(", ")} most={44} />,
    },
    { title: "Credentials", cell: (entry: RegistryEntry) => <Credentials entry={entry} /> },
    {
      title: "Set",
      cell: ({ origin, updatedBy }: RegistryEntry) =>
        origin === "file" ? <span title={ofFile}>in the node's file</span> : `by ${plainText(updatedBy ?? "somebody")}`,
    },
    {
      title: "",
      numeric: true,
      cell: (entry: RegistryEntry) => (
        <span className="inline-flex gap-1">
          <IconButton
            icon={PlugZap}
            size="sm"
            variant="ghost"
            label={`Test ${entry.host}`}
            disabledReason={deniedUpdate ?? (testing === null ? null : "a test is under way")}
            onClick={() => onTest(entry)}
          />
          <IconButton
            icon={Pencil}
            size="sm"
            variant="ghost"
            label={`Change ${entry.host}`}
            disabledReason={deniedUpdate ?? (entry.origin === "file" ? ofFile : null)}
            onClick={() => onEdit(entry)}
          />
          <IconButton
            icon={Trash2}
            size="sm"
            variant="ghost"
            label={`Remove ${entry.host}`}
            disabledReason={deniedRemove ?? (entry.origin === "file" ? ofFile : null)}
            onClick={() => onRemove(entry)}
          />
        </span>
      ),
    },
  ];
  return <SimpleTable label="Registries" columns={columns} rows={entries} rowKey={({ host }) => host} />;
}

function Reached({ entry: { plainHttp, authorities } }: { entry: RegistryEntry }) {
  if (plainHttp) return <Status tone="warn" word="Plain http" />;
  if (authorities.length === 0) return "https";
  return (
    <span title={plainText(authorities.join("; "))}>
      https <Badge>own CA</Badge>
    </span>
  );
}

function Credentials({ entry: { hasCredentials, username, problem } }: { entry: RegistryEntry }) {
  if (problem !== null)
    return (
      <span title={plainText(problem)}>
        <Status tone="bad" word="Cannot be opened" />
      </span>
    );
  if (!hasCredentials) return <Dash says="none" />;
  return username === null ? "kept" : <CodeText text={username} most={32} />;
}
