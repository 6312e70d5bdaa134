"use client";
import Link from "next/link";
import { Panel } from "@/components/ui/panel.tsx";
import { Section } from "@/components/ui/section.tsx";
import { formatCount } from "@/lib/format/number.ts";
import { useKindWindow } from "./use-kind-window.ts";
import { useListHref } from "./use-list-href.ts";
import { warningGroups } from "./warning-groups.ts";
import { WarningLine } from "./warning-line.tsx";

const shown = 5;
/** So many of the newest are grouped. */
const asked = 100;

/** The newest warnings, those that say the same in one line. Nothing stands here while there are none. */
export function WarningsSection() {
  const href = useListHref();
  const view = useKindWindow("events", {
    filter: "-status=Normal",
    sort: [{ column: "age", desc: true }],
    rows: asked,
  });
  if (view === null || view.counts === null || view.counts.matched === 0) return null;
  const { matched } = view.counts;
  return (
    <Section
      title="Warnings"
      note={matched > asked ? `the newest ${asked} of ${formatCount(matched)}` : formatCount(matched)}
      action={
        <Link href={href("events", { filter: "-status=Normal" })} prefetch={false} className="link text-sm">
          All warnings
        </Link>
      }
    >
      <Panel>
        <ul>
          {warningGroups(view.rows)
            .slice(0, shown)
            .map((group) => (
              <WarningLine key={JSON.stringify([group.reason, group.kind])} group={group} />
            ))}
        </ul>
      </Panel>
    </Section>
  );
}
