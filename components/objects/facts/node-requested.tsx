"use client";
import { useWindow } from "@/components/table/use-window.ts";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { Meter } from "@/components/ui/meter.tsx";
import { Section } from "@/components/ui/section.tsx";
import type { Row } from "@/lib/contract/live.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { formatCores } from "@/lib/format/cores.ts";
import { formatCount } from "@/lib/format/number.ts";
import { quantity } from "@/lib/format/quantity.ts";
import { text } from "../read.ts";
import type { PartProps } from "../view-props.ts";

/** What the pods on a node ask for out of what it has for them, live from the node's row. */
export function NodeRequested({ object, cluster }: PartProps) {
  const view = useWindow({ kind: "nodes", cluster, filter: `name=${JSON.stringify(object.metadata.name)}`, rows: 1 });
  const row = view.rows[0];
  const has = (name: string) => quantity(text(object, "status", "allocatable", name));
  const parts = [
    { label: "CPU", used: cell(row, "cpu"), most: has("cpu"), words: formatCores },
    { label: "Memory", used: cell(row, "memory"), most: has("memory"), words: formatBytes },
    { label: "Pods", used: cell(row, "pods"), most: has("pods"), words: formatCount },
  ];
  if (parts.every(({ most }) => most === null)) return null;
  return (
    <Section title="Requested" note="by the pods on it, out of what it has for them">
      <Facts>
        {parts.map(({ label, used, most, words }) => (
          <Fact key={label} label={label}>
            {used === null || most === null ? null : (
              <Meter label={label} value={used} most={most} text={`${words(used)} of ${words(most)}`} />
            )}
          </Fact>
        ))}
      </Facts>
    </Section>
  );
}

function cell(row: Row | undefined, id: string): number | null {
  const value = row?.cells[id];
  return typeof value === "number" ? value : null;
}
