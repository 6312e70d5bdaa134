"use client";
import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { useSession } from "@/components/layout/session-context.tsx";
import { useWindow } from "@/components/table/use-window.ts";
import { Age } from "@/components/ui/age.tsx";
import { Icon } from "@/components/ui/icon.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Section } from "@/components/ui/section.tsx";
import type { Counts, Row, Source } from "@/lib/contract/live.ts";
import { formatCount } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { Attention } from "./attention.tsx";
import { FailedPod } from "./failed-pod.tsx";

const shown = 5;
const bad = ["failed", "aborted"];

/** What fails and why: silent nodes first, then pods, the newest first. */
export function AttentionSection({
  counts,
  nodes,
  sources,
}: {
  counts: Counts;
  nodes: readonly Row[];
  sources: readonly Source[];
}) {
  const { cluster } = useSession();
  const pods = useWindow({
    kind: "pods",
    cluster,
    status: bad,
    sort: [{ column: "created", desc: true }],
    rows: shown,
  });
  const down = sources.filter(({ state }) => state === "down");
  const failed = bad.reduce((sum, word) => sum + (counts.byStatus[word] ?? 0), 0);
  const total = failed + down.length;
  if (nodes.length === 0) {
    return (
      <Section title="Needs attention">
        <Panel>
          <Attention tone="warn" href={paths.settings(cluster)} name="No nodes">
            The console knows no agent yet. Add one under Settings.
          </Attention>
        </Panel>
      </Section>
    );
  }
  if (total === 0) {
    return (
      <Section title="Needs attention">
        <p className="flex items-center gap-1.5 text-ok">
          <Icon of={CircleCheck} />
          Nothing fails.
        </p>
      </Section>
    );
  }
  return (
    <Section
      title="Needs attention"
      note={formatCount(total)}
      action={
        failed > shown ? (
          <Link href={`${paths.pods(cluster)}?status=failed&status=aborted`} prefetch={false} className="link text-sm">
            All {formatCount(failed)} failed pods
          </Link>
        ) : undefined
      }
    >
      <Panel>
        {down.slice(0, shown).map(({ name, asOf, why }) => (
          <Attention
            key={name}
            tone="bad"
            href={paths.node(cluster, name)}
            name={plainText(name)}
            since={<Age at={asOf} form="ago" />}
          >
            Node does not answer{why ? `: ${plainText(why)}` : ""}. Its pods run on; what is shown of them is old.
          </Attention>
        ))}
        {pods.rows.slice(0, shown).map((row) => (
          <FailedPod key={row.key} cluster={cluster} row={row} />
        ))}
      </Panel>
    </Section>
  );
}
