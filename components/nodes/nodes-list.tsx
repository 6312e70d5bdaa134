"use client";
import { Server } from "lucide-react";
import { useSession } from "@/components/layout/session-context.tsx";
import { LiveTable } from "@/components/table/live-table.tsx";
import { ButtonLink } from "@/components/ui/button-link.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import type { Tone } from "@/components/ui/tone.ts";
import { kinds } from "@/lib/contract/kinds.ts";
import { paths } from "@/lib/paths.ts";

const narrow = ["name", "status", "pods"];
const tones: Record<string, Tone> = { ready: "ok", connecting: "busy", down: "bad" };

/** All nodes of the cluster, live. */
export function NodesList() {
  const { cluster } = useSession();
  return (
    <LiveTable
      kind={kinds.nodes}
      linked="name"
      narrow={narrow}
      tone={(word) => tones[word] ?? "idle"}
      href={(row) => paths.node(cluster, row.key)}
      empty={
        <EmptyState
          icon={Server}
          title="No nodes yet"
          action={<ButtonLink href={paths.settings(cluster)}>Agents in settings</ButtonLink>}
        >
          A node is a machine with an agent. The console shows those that are listed under Settings.
        </EmptyState>
      }
    />
  );
}
