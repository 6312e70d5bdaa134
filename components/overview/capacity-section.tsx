"use client";
import { useQueries } from "@tanstack/react-query";
import { useSession } from "@/components/layout/session-context.tsx";
import { Meter } from "@/components/ui/meter.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { getNode } from "@/lib/api/console/nodes.ts";
import type { Row } from "@/lib/contract/live.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { formatCores } from "@/lib/format/cores.ts";
import { formatPercent, formatPlural } from "@/lib/format/number.ts";
import { capacityOf } from "./capacity.ts";

/** Nodes whose size is asked for; a bigger fleet shows the sum of these and says so. */
const most = 50;

/** Use now against what there is, over the nodes that answer. */
export function CapacitySection({ nodes }: { nodes: readonly Row[] }) {
  const { cluster } = useSession();
  const asked = nodes.filter((row) => !row.stale).slice(0, most);
  const facts = useQueries({
    queries: asked.map((row) => ({
      queryKey: ["capacity", cluster, row.key, row.cells.started],
      queryFn: ({ signal }: { signal: AbortSignal }) => getNode(cluster, row.key, { signal }),
      staleTime: 300_000,
    })),
  });
  const known = asked.flatMap((row, at) => {
    const size = facts[at]?.data?.facts;
    return size ? [{ row, size }] : [];
  });
  const isWaiting = facts.some((query) => query.isPending);
  if (known.length === 0 && !isWaiting) return null;
  const { cpu, memory, disk } = capacityOf(known);
  const missing = nodes.length - known.length;
  return (
    <Section title="Capacity" note={missing > 0 && !isWaiting ? `without ${formatPlural(missing, "node")}` : "now"}>
      {known.length === 0 ? (
        <Skeleton className="h-32 w-full" />
      ) : (
        <div className="flex flex-col gap-4">
          <Line label="CPU" used={cpu.used} most={cpu.most} text={formatCores} unit=" cores" />
          <Line label="Memory" used={memory.used} most={memory.most} text={formatBytes} />
          <Line label="Disk" used={disk.used} most={disk.most} text={formatBytes} />
        </div>
      )}
    </Section>
  );
}

type LineProps = { label: string; used: number | null; most: number; text: (value: number) => string; unit?: string };

function Line({ label, used, most: total, text, unit = "" }: LineProps) {
  return (
    <div>
      <div className="mb-1 flex items-baseline gap-2">
        <span className="text-fg-2">{label}</span>
        <span className="ml-auto font-semibold tabular-nums">{used === null ? "–" : text(used)}</span>
        <span className="text-fg-3 text-sm tabular-nums">
          of {text(total)}
          {unit}
          {used === null || total === 0 ? "" : `, ${formatPercent(used / total)}`}
        </span>
      </div>
      <Meter label={label} value={used ?? 0} most={total} shape="wide" />
    </div>
  );
}
