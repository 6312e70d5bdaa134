"use client";
import { Bell } from "lucide-react";
import { useSession } from "@/components/layout/session-context.tsx";
import { LiveTable } from "@/components/table/live-table.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import type { Tone } from "@/components/ui/tone.ts";
import { kinds } from "@/lib/contract/kinds.ts";
import { eventHref } from "./event-href.ts";

const narrow = ["object", "reason", "time"];
const tones: Record<string, Tone> = { normal: "idle", warning: "warn" };

/** What happened on all nodes, the newest first, live. */
export function EventsList() {
  const { cluster } = useSession();
  return (
    <LiveTable
      kind={kinds.events}
      linked="object"
      narrow={narrow}
      tone={(word) => tones[word] ?? "idle"}
      href={(row) => eventHref(cluster, row)}
      empty={
        <EmptyState icon={Bell} title="Nothing happened yet">
          Agents write down every change of a pod, an image or themselves; it shows up here at once.
        </EmptyState>
      }
    />
  );
}
