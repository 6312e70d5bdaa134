import Link from "next/link";
import { useSession } from "@/components/layout/session-context.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { Row } from "@/lib/contract/live.ts";
import { capital } from "@/lib/format/capital.ts";
import { formatCount, formatPlural } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";

const shown = 8;
const rank: Record<string, number> = { bad: 0, warn: 1, busy: 2, idle: 3, ok: 4 };

function toneOf(row: Row): number {
  const cell = row.cells.status;
  return typeof cell === "object" && cell !== null ? (rank[cell.tone] ?? 3) : 3;
}

/** The nodes, those with trouble first. */
export function NodesSection({ nodes, total }: { nodes: readonly Row[]; total: number }) {
  const { cluster } = useSession();
  if (total === 0) return null;
  const first = [...nodes].sort((a, b) => toneOf(a) - toneOf(b)).slice(0, shown);
  return (
    <Section
      title="Nodes"
      note={formatCount(total)}
      action={
        <Link href={paths.nodes(cluster)} prefetch={false} className="link text-sm">
          All nodes
        </Link>
      }
    >
      <Panel>
        <ul>
          {first.map((row) => {
            const { status, pods } = row.cells;
            return (
              <li key={row.key} className="flex h-8 items-center gap-3 border-line border-t px-2.5 first:border-t-0">
                <Link
                  href={paths.node(cluster, row.key)}
                  prefetch={false}
                  className="min-w-0 flex-1 truncate font-medium text-accent hover:underline"
                >
                  {plainText(row.key)}
                </Link>
                {typeof pods === "number" ? (
                  <span className="text-fg-3 text-sm">{formatPlural(pods, "pod")} running</span>
                ) : null}
                {typeof status === "object" && status !== null ? (
                  <Status tone={status.tone} word={capital(status.word)} />
                ) : null}
              </li>
            );
          })}
        </ul>
      </Panel>
    </Section>
  );
}
