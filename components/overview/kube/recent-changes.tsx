"use client";
import Link from "next/link";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { Age } from "@/components/ui/age.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { Row } from "@/lib/contract/live.ts";
import { capital } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { useKindWindow } from "./use-kind-window.ts";
import { useListHref } from "./use-list-href.ts";

const shown = 6;

/** The workloads that came last. */
export function RecentChanges() {
  const href = useListHref();
  const view = useKindWindow("workloads", { sort: [{ column: "age", desc: true }], rows: shown });
  if (view === null || view.rows.length === 0) return null;
  return (
    <Section
      title="Newest workloads"
      action={
        <Link href={href("workloads")} prefetch={false} className="link text-sm">
          All workloads
        </Link>
      }
    >
      <Panel>
        <ul>
          {view.rows.slice(0, shown).map((row) => (
            <Newest key={row.key} row={row} />
          ))}
        </ul>
      </Panel>
    </Section>
  );
}

function Newest({ row }: { row: Row }) {
  const { name: cluster, kinds } = useCluster();
  const [kind = "", namespace = "", name = ""] = row.key.split("/");
  const { status, age } = row.cells;
  const title = kinds.find((one) => one.name === kind)?.kind ?? kind;
  return (
    <li className="flex h-8 items-center gap-3 border-line border-t px-3 first:border-t-0 hover:bg-hover">
      <span className="min-w-0 flex-1 truncate">
        <Link
          href={paths.object(cluster, kind, namespace, name)}
          prefetch={false}
          className="inline-block font-medium text-accent hover:underline"
        >
          {plainText(name)}
        </Link>{" "}
        <span className="text-fg-3">
          {plainText(title)} in {plainText(namespace)}
        </span>
      </span>
      {typeof status === "object" && status !== null ? (
        <Status tone={status.tone} word={capital(plainText(status.word))} className="max-md:hidden" />
      ) : null}
      <span className="num w-20 flex-none text-fg-3 text-sm">
        <Age at={typeof age === "number" ? age : null} form="ago" />
      </span>
    </li>
  );
}
