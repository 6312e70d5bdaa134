"use client";
import { Square, Trash2 } from "lucide-react";
import { useMemo } from "react";
import { denied, useSession } from "@/components/layout/session-context.tsx";
import type { BulkAction } from "@/components/table/bulk.ts";
import { removePod, stopPod } from "@/lib/api/console/pods.ts";
import type { Row } from "@/lib/contract/live.ts";
import { podCan } from "@/lib/contract/pod-state.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { nameOfRow, refOfRow, stateOfRow } from "./pod-row.ts";

const down = "its node does not answer";

/** Names up to a few, the rest by number. */
function names(rows: Row[]): string {
  const shown = rows.slice(0, 5).map(nameOfRow).join(", ");
  return rows.length > 5 ? `${shown} and ${rows.length - 5} more` : shown;
}

/** Stop and remove, for many pods at once. */
export function usePodsBulk(): BulkAction[] {
  const session = useSession();
  return useMemo(() => {
    const can = (verb: "stop" | "remove") => (row: Row) => {
      if (row.stale) return down;
      const state = stateOfRow(row);
      if (state === null) return "its state is not known";
      // For the agent stopping what has ended is success; for people it is no action.
      if (verb === "stop" && (state === "exited" || state === "stopping")) return `it is ${state} already`;
      return podCan[verb](state);
    };
    const stop: BulkAction = {
      id: "stop",
      label: "Stop…",
      icon: Square,
      denied: denied(session, "stop", "pod"),
      can: can("stop"),
      ask: (rows) => ({
        title: `Stop ${formatPlural(rows.length, "pod")}?`,
        consequences: [
          names(rows),
          "Every app gets SIGTERM, and SIGKILL after 10 s.",
          "Logs and exit codes stay until the pods are removed.",
        ],
        confirm: `Stop ${formatPlural(rows.length, "pod")}`,
      }),
      run: async (row) => {
        await stopPod(refOfRow(session.cluster, row));
      },
      done: (count) => `${formatPlural(count, "pod")} stopped`,
    };
    const remove: BulkAction = {
      id: "remove",
      label: "Remove…",
      icon: Trash2,
      danger: true,
      denied: denied(session, "remove", "pod"),
      can: can("remove"),
      ask: (rows) => ({
        title: `Remove ${formatPlural(rows.length, "pod")}?`,
        consequences: [
          names(rows),
          "Their logs, exit codes and empty volumes are deleted. This cannot be undone.",
          "Host volumes and images stay.",
        ],
        confirm: `Remove ${formatPlural(rows.length, "pod")}`,
      }),
      run: (row) => removePod(refOfRow(session.cluster, row)),
      done: (count) => `${formatPlural(count, "pod")} removed`,
    };
    return [stop, remove];
  }, [session]);
}
