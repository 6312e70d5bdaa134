"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useDenied } from "@/components/layout/session-context.tsx";
import { useWindow } from "@/components/table/use-window.ts";
import { Button } from "@/components/ui/button.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { Status } from "@/components/ui/status.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import { listAgents, removeAgent } from "@/lib/api/console/agents.ts";
import type { AgentEntry } from "@/lib/contract/console.ts";
import type { Row } from "@/lib/contract/live.ts";
import { capital } from "@/lib/format/capital.ts";
import { paths } from "@/lib/paths.ts";
import { AddAgentDialog } from "./add-agent-dialog.tsx";
import { agentsKey } from "./agents-key.ts";

const fleet = "fleet";

/** The agents that the console asks, how they are, and the way to add or remove one. */
export function AgentsSection() {
  const deniedList = useDenied("list", "agent");
  const deniedAdd = useDenied("create", "agent");
  const deniedRemove = useDenied("remove", "agent");
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<AgentEntry | null>(null);
  const live = useWindow({ kind: "nodes", cluster: fleet, rows: 200 });
  const query = useQuery({
    queryKey: agentsKey,
    queryFn: ({ signal }) => listAgents({ signal }),
    enabled: deniedList === null,
  });
  const rows = new Map(live.rows.map((row) => [row.key, row]));
  const columns = [
    {
      title: "Node",
      cell: ({ name }: AgentEntry) => (
        <Link href={paths.node(fleet, name)} prefetch={false} className="link">
          {name}
        </Link>
      ),
    },
    { title: "State", cell: ({ name }: AgentEntry) => <State row={rows.get(name)} /> },
    { title: "Address", cell: ({ address }: AgentEntry) => <CodeText text={address} /> },
    {
      title: "",
      numeric: true,
      cell: (agent: AgentEntry) => (
        <IconButton
          icon={Trash2}
          size="sm"
          variant="ghost"
          label={`Remove ${agent.name}`}
          disabledReason={deniedRemove}
          onClick={() => setRemoving(agent)}
        />
      ),
    },
  ];
  const remove = async (agent: AgentEntry) => {
    queries.setQueryData(agentsKey, await removeAgent(agent.name));
    showToast({ tone: "ok", title: `Agent ${agent.name} removed` });
  };
  return (
    <Section
      title="Agents"
      action={
        <Button size="sm" icon={Plus} disabledReason={deniedAdd} onClick={() => setAdding(true)}>
          Add agent
        </Button>
      }
    >
      {deniedList !== null ? (
        <p className="text-fg-2">Administrators see and change the list of agents. Their nodes are under Nodes.</p>
      ) : query.isError ? (
        <ErrorPanel what="The agents cannot be listed" error={query.error} onRetry={() => query.refetch()} />
      ) : query.data ? (
        query.data.agents.length === 0 ? (
          <p className="text-fg-2">No agent is known yet. Add the first one by its address.</p>
        ) : (
          <SimpleTable label="Agents" columns={columns} rows={query.data.agents} rowKey={({ name }) => name} />
        )
      ) : (
        <Skeleton className="h-16 w-full" />
      )}
      {adding ? <AddAgentDialog onClose={() => setAdding(false)} /> : null}
      <ConfirmDialog
        open={removing !== null}
        onClose={() => setRemoving(null)}
        title={`Remove agent ${removing?.name ?? ""}?`}
        consequences={[
          "The console forgets the node: its pods, images and events leave the lists.",
          "On the node nothing changes: its agent and its pods run on.",
        ]}
        confirm="Remove agent"
        danger
        onConfirm={async () => {
          if (removing !== null) await remove(removing);
        }}
      />
    </Section>
  );
}

function State({ row }: { row: Row | undefined }) {
  const cell = row?.cells.status;
  if (typeof cell !== "object" || cell === null) return <Status tone="idle" word="Unknown" />;
  return <Status tone={cell.tone} word={capital(cell.word)} />;
}
