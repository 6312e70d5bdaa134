"use client";
import Link from "next/link";
import { guessTone } from "@/components/table/guess-tone.ts";
import { Section } from "@/components/ui/section.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { formatCount } from "@/lib/format/number.ts";
import { StatusSplit } from "../status-split.tsx";
import { useKindWindow } from "./use-kind-window.ts";
import { useListHref } from "./use-list-href.ts";

const shown: [kind: string, title: string, all: string][] = [
  ["workloads", "Workloads", "All workloads"],
  ["pods", "Pods", "All pods"],
];

/** Workloads and pods by state. */
export function KindCounts() {
  return (
    <div className="grid grid-cols-2 gap-x-10 max-xl:grid-cols-1">
      {shown.map(([kind, title, all]) => (
        <KindCount key={kind} kind={kind} title={title} all={all} />
      ))}
    </div>
  );
}

function KindCount({ kind, title, all }: { kind: string; title: string; all: string }) {
  const href = useListHref();
  const view = useKindWindow(kind, { rows: 1 });
  if (view === null) return null;
  const { counts } = view;
  return (
    <Section
      title={title}
      note={counts === null ? undefined : formatCount(counts.matched)}
      action={
        <Link href={href(kind)} prefetch={false} className="link text-sm">
          {all}
        </Link>
      }
    >
      {counts === null ? (
        <Skeleton className="h-16 w-full" />
      ) : counts.matched === 0 ? (
        <p className="text-fg-2">None yet.</p>
      ) : (
        <StatusSplit byStatus={counts.byStatus} tone={guessTone} href={(word) => href(kind, { status: [word] })} />
      )}
    </Section>
  );
}
