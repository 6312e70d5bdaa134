"use client";
import type { ReactNode } from "react";
import { kindByWord } from "@/components/layout/kind-by-word.ts";
import type { NavKind } from "@/components/layout/nav-kind.ts";
import type { DrawCell } from "@/components/table/body-row.tsx";
import { cellWord } from "@/components/table/cell-text.ts";
import { EventReason } from "@/components/table/event-reason.tsx";
import { RowLink } from "@/components/table/row-link.tsx";
import { Meter } from "@/components/ui/meter.tsx";
import { TailText } from "@/components/ui/tail-text.tsx";
import type { KubeKind } from "@/lib/contract/kube-kind.ts";
import type { Cell, Row } from "@/lib/contract/live.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { formatCores } from "@/lib/format/cores.ts";
import { formatCount } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";

export type Where = { cluster: string; kinds: readonly NavKind[] };

/** Cells that say more than their type: links to other objects, use against room, names of kinds. */
export function drawOf(where: Where, kind: Pick<KubeKind, "name" | "of">): DrawCell {
  return (column, row) => {
    const cell = row.cells[column.id];
    switch (column.id) {
      case "kind":
        return kind.of === undefined ? undefined : kindTitle(where, cell);
      case "node":
        return kind.name === "pods" && has(where, "nodes")
          ? link(paths.object(where.cluster, "nodes", null, word(cell)), cell)
          : undefined;
      case "owner":
        return ownerLink(where, row);
      case "reason":
        return kind.name === "events" ? reasonOf(row) : undefined;
      case "images":
        return typeof cell === "string" && cell !== "" ? <TailText text={plainText(cell)} /> : undefined;
      case "pods":
        return kind.name === "nodes" ? use("pods", cell, row.cells.podLimit, formatCount) : undefined;
      case "cpu":
        return kind.name === "nodes" ? use("CPU requested", cell, row.cells.cpuLimit, formatCores) : undefined;
      case "memory":
        return kind.name === "nodes" ? use("memory requested", cell, row.cells.memoryLimit, formatBytes) : undefined;
      default:
        return undefined;
    }
  };
}

const word = (cell: Cell | undefined) => (typeof cell === "string" ? cell : "");
const has = ({ kinds }: Where, name: string) => kinds.some((kind) => kind.name === name);

function kindTitle({ kinds }: Where, cell: Cell | undefined): ReactNode | undefined {
  const found = kinds.find(({ name }) => name === cell);
  return found ? <span className="text-fg-2">{plainText(found.kind)}</span> : undefined;
}

function link(href: string, cell: Cell | undefined, kind?: string): ReactNode | undefined {
  if (word(cell) === "") return undefined;
  return (
    <RowLink href={href} className="hover:text-accent hover:underline">
      {kind === undefined ? null : <span className="text-fg-3">{kind} </span>}
      {cellWord(cell)}
    </RowLink>
  );
}

/** `ReplicaSet/web-7c9f`: in the row's own namespace, or of a kind without. */
function ownerLink({ cluster, kinds }: Where, row: Row): ReactNode | undefined {
  const [kindWord = "", name = ""] = word(row.cells.owner).split("/");
  const kind = kindByWord(kinds, kindWord);
  if (kind === null || name === "") return undefined;
  const namespace = kind.namespaced ? word(row.cells.namespace) : null;
  return link(paths.object(cluster, kind.name, namespace, name), name, kind.kind);
}

function reasonOf({ cells: { reason, status } }: Row): ReactNode | undefined {
  if (word(reason) === "" || typeof status !== "object" || status === null) return undefined;
  return <EventReason reason={word(reason)} level={status} />;
}

/** `1.5 of 8`, with a bar. */
function use(label: string, cell: Cell | undefined, most: Cell | undefined, text: (value: number) => string) {
  if (typeof cell !== "number") return undefined;
  const used = cell === 0 ? "0" : text(cell);
  if (typeof most !== "number") return <span>{used}</span>;
  return <Meter label={label} value={cell} most={most} text={`${used} of ${text(most)}`} />;
}
