import { Meter } from "@/components/ui/meter.tsx";
import { Section } from "@/components/ui/section.tsx";
import type { NodeFacts, NodeUsage } from "@/lib/contract/node.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { formatCores } from "@/lib/format/cores.ts";

/** How full a node is. */
export function NodeCapacity({ facts, usage }: { facts: NodeFacts; usage: NodeUsage | null }) {
  const used = facts.disk.total - facts.disk.free;
  const rows = [
    {
      label: "CPU",
      value: usage?.cpu ?? 0,
      most: facts.cpus,
      text: `${formatCores(usage?.cpu)} of ${facts.cpus} cores`,
    },
    {
      label: "Memory",
      value: usage?.memory ?? 0,
      most: facts.memory,
      text: `${formatBytes(usage?.memory)} of ${formatBytes(facts.memory)}`,
    },
    {
      label: "Disk",
      value: used,
      most: facts.disk.total,
      text: `${formatBytes(used)} of ${formatBytes(facts.disk.total)}`,
    },
  ];
  return (
    <Section title="Capacity">
      <div className="flex flex-col gap-4">
        {rows.map((row) => (
          <div key={row.label}>
            <div className="mb-1 flex justify-between gap-3">
              <span>{row.label}</span>
              <span className="text-fg-2 tabular-nums">{row.text}</span>
            </div>
            <Meter {...row} shape="wide" />
          </div>
        ))}
      </div>
      {usage?.load1 !== null && usage?.load1 !== undefined ? (
        <p className="mt-3 text-fg-3">Load over the last minute: {usage.load1.toFixed(2)}</p>
      ) : null}
    </Section>
  );
}
