"use client";
import { CircleCheck } from "lucide-react";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { PendingNote } from "@/components/layout/pending-note.tsx";
import { Icon } from "@/components/ui/icon.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Section } from "@/components/ui/section.tsx";
import { formatCount } from "@/lib/format/number.ts";
import { FailingGroup } from "./failing-group.tsx";
import { failingWords } from "./failing-words.ts";
import { useKindWindow } from "./use-kind-window.ts";

const looked: [kind: string, one: string, many: string][] = [
  ["nodes", "node", "nodes"],
  ["workloads", "workload", "workloads"],
  ["pods", "pod", "pods"],
];
/** What fails and why: nodes, workloads and pods, grouped by their reason. */
export function FailingSection() {
  const { kinds } = useCluster();
  const views = [
    useKindWindow("nodes", { rows: 1 }),
    useKindWindow("workloads", { rows: 1 }),
    useKindWindow("pods", { rows: 1 }),
  ];
  const isWaiting = views.some((view) => view !== null && view.counts === null);
  const groups = looked.flatMap(([kind, one, many], at) =>
    failingWords(views[at]?.counts ?? null).map(([word, count]) => ({ kind, one, many, word, count })),
  );
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  if (isWaiting || kinds.length === 0 || views.every((view) => view === null)) return null;
  return (
    <Section title="Needs attention" note={total > 0 ? formatCount(total) : undefined}>
      <PendingNote className="mb-3" />
      {groups.length === 0 ? (
        <p className="flex items-center gap-1.5 text-ok">
          <Icon of={CircleCheck} />
          Nothing fails.
        </p>
      ) : (
        <Panel>
          {groups.slice(0, 10).map((group) => (
            <FailingGroup key={`${group.kind} ${group.word}`} {...group} />
          ))}
        </Panel>
      )}
    </Section>
  );
}
