"use client";
import { Package, Trash2 } from "lucide-react";
import { useMemo } from "react";
import { denied, useSession } from "@/components/layout/session-context.tsx";
import type { DrawCell } from "@/components/table/body-row.tsx";
import type { BulkAction } from "@/components/table/bulk.ts";
import { LiveTable } from "@/components/table/live-table.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { TailText } from "@/components/ui/tail-text.tsx";
import type { Tone } from "@/components/ui/tone.ts";
import { removeImage } from "@/lib/api/console/images.ts";
import { kinds } from "@/lib/contract/kinds.ts";
import type { Row } from "@/lib/contract/live.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { shortId } from "@/lib/format/truncate-middle.ts";
import { paths } from "@/lib/paths.ts";
import { ImageActions } from "./image-actions.tsx";

const narrow = ["name", "trust"];
const tones: Record<string, Tone> = { "in use": "ok", unused: "idle" };

/** Names differ at their ends. IDs are long: their beginning tells them apart, the whole is in the title. */
const draw: DrawCell = (column, row) => {
  const { id, name } = row.cells;
  if (column.id === "name" && typeof name === "string" && name !== "") return <TailText text={plainText(name)} />;
  if (column.id !== "id" || typeof id !== "string") return undefined;
  return <span title={plainText(id)}>{shortId(plainText(id)).replace(/^sha512-/, "")}</span>;
};

/** Bytes that no image but these rows' own has. */
function ownBytes(rows: Row[]): number {
  return rows.reduce((sum, { cells }) => sum + (typeof cells.own === "number" ? cells.own : 0), 0);
}

function refOf(cluster: string, row: Row): { cluster: string; node: string; id: string } {
  const [node = "", id = ""] = row.key.split("/");
  return { cluster, node, id };
}

/** All images in the stores of the cluster, live. */
export function ImagesList() {
  const session = useSession();
  const { cluster } = session;
  const bulk = useMemo((): BulkAction[] => {
    const remove: BulkAction = {
      id: "remove",
      label: "Remove…",
      icon: Trash2,
      danger: true,
      denied: denied(session, "remove", "image"),
      can: (row) => {
        if (row.stale) return "its node does not answer";
        const used = row.cells.usedBy;
        return typeof used === "number" && used > 0 ? `it is used by ${formatPlural(used, "pod")}` : null;
      },
      ask: (rows) => ({
        title: `Remove ${formatPlural(rows.length, "image")}?`,
        consequences: [
          rows
            .slice(0, 5)
            .map((row) => plainText(String(row.cells.name ?? row.key)))
            .join(", ") + (rows.length > 5 ? ` and ${rows.length - 5} more` : ""),
          `At least ${formatBytes(ownBytes(rows))} are freed: archives and unpacked trees are deleted, layers that other images share stay.`,
          "A new pod has to fetch the image again.",
        ],
        confirm: `Remove ${formatPlural(rows.length, "image")}`,
      }),
      run: (row) => removeImage(refOf(cluster, row)),
      done: (count) => `${formatPlural(count, "image")} removed`,
    };
    return [remove];
  }, [session, cluster]);
  return (
    <LiveTable
      kind={kinds.images}
      linked="name"
      narrow={narrow}
      tone={(word) => tones[word] ?? "idle"}
      draw={draw}
      bulk={bulk}
      href={(row) => {
        const { node, id } = refOf(cluster, row);
        return paths.image(cluster, node, id);
      }}
      actions={<ImageActions />}
      empty={
        <EmptyState icon={Package} title="No images yet" action={<ImageActions isEmpty />}>
          Fetch one from where it lives, or upload an .aci file. Pods run from images of the store.
        </EmptyState>
      }
    />
  );
}
