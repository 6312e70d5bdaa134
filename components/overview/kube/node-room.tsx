"use client";
import { Meter } from "@/components/ui/meter.tsx";
import { Section } from "@/components/ui/section.tsx";
import { formatBytes } from "@/lib/format/bytes.ts";
import { formatCores } from "@/lib/format/cores.ts";
import { formatCount, formatPercent } from "@/lib/format/number.ts";
import { type Amount, roomOf } from "./room.ts";
import { useKindWindow } from "./use-kind-window.ts";

/** Rows of one window. */
const most = 200;

/** What pods ask for against what the nodes can give. */
export function NodeRoom() {
  const nodes = useKindWindow("nodes", { rows: most, sort: [{ column: "name", desc: false }] });
  if (nodes === null || nodes.counts === null || nodes.rows.length === 0) return null;
  const { cpu, memory, pods } = roomOf(nodes.rows);
  const isPart = nodes.counts.total > nodes.rows.length;
  return (
    <Section title="Capacity" note={isPart ? `the first ${nodes.rows.length} nodes` : "requested"}>
      <div className="flex flex-col gap-4">
        <Line label="CPU" amount={cpu} text={formatCores} unit=" cores" />
        <Line label="Memory" amount={memory} text={formatBytes} />
        <Line label="Pods" amount={pods} text={formatCount} />
      </div>
    </Section>
  );
}

type LineProps = { label: string; amount: Amount; text: (value: number) => string; unit?: string };

function Line({ label, amount: { used, most: total }, text, unit = "" }: LineProps) {
  if (total === 0) return null;
  return (
    <div>
      <div className="mb-1 flex items-baseline gap-2">
        <span className="text-fg-2">{label}</span>
        <span className="ml-auto font-semibold tabular-nums">{text(used)}</span>
        <span className="text-fg-3 text-sm tabular-nums">
          of {text(total)}
          {unit}, {formatPercent(used / total)}
        </span>
      </div>
      <Meter label={label} value={used} most={total} shape="wide" />
    </div>
  );
}
