"use client";
import Link from "next/link";
import { Panel } from "@/components/ui/panel.tsx";
import { Section } from "@/components/ui/section.tsx";
import { formatCount } from "@/lib/format/number.ts";
import { EventLine } from "./event-line.tsx";
import { useKindWindow } from "./use-kind-window.ts";
import { useListHref } from "./use-list-href.ts";

const shown = 4;

/** The newest warnings. Nothing stands here while there are none. */
export function WarningsSection() {
  const href = useListHref();
  const view = useKindWindow("events", {
    filter: "-status=Normal",
    sort: [{ column: "age", desc: true }],
    rows: shown,
  });
  if (view === null || view.counts === null || view.counts.matched === 0) return null;
  return (
    <Section
      title="Warnings"
      note={formatCount(view.counts.matched)}
      action={
        <Link href={href("events", { filter: "-status=Normal" })} prefetch={false} className="link text-sm">
          All warnings
        </Link>
      }
    >
      <Panel>
        <ul>
          {view.rows.slice(0, shown).map((row) => (
            <EventLine key={row.key} row={row} />
          ))}
        </ul>
      </Panel>
    </Section>
  );
}
