"use client";
import { Bell } from "lucide-react";
import { useSession } from "@/components/layout/session-context.tsx";
import type { DrawCell } from "@/components/table/body-row.tsx";
import { EventReason } from "@/components/table/event-reason.tsx";
import { LiveTable } from "@/components/table/live-table.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import type { Tone } from "@/components/ui/tone.ts";
import { kinds } from "@/lib/contract/kinds.ts";
import { eventHref } from "./event-href.ts";

const narrow = ["object", "reason", "time"];
const tones: Record<string, Tone> = { normal: "idle", warning: "warn" };

const draw: DrawCell = ({ id }, { cells: { reason, status } }) => {
  if (id !== "reason" || typeof reason !== "string" || reason === "") return undefined;
  const level = typeof status === "object" && status !== null ? status : null;
  const said = level?.word ?? (typeof status === "string" ? status : "");
  return <EventReason reason={reason} level={{ word: said, tone: level?.tone ?? tones[said] ?? "idle" }} />;
};

/** What happened on all nodes, the newest first, live. */
export function EventsList() {
  const { cluster } = useSession();
  return (
    <LiveTable
      kind={kinds.events}
      linked="object"
      narrow={narrow}
      draw={draw}
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
