"use client";
import Link from "next/link";
import { useWindow } from "@/components/table/use-window.ts";
import { Age } from "@/components/ui/age.tsx";
import { cx } from "@/components/ui/cx.ts";
import { Section } from "@/components/ui/section.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import type { ObjectRef } from "@/lib/api/console/objects.ts";
import type { KubeObject } from "@/lib/contract/kube-object.ts";
import type { Row } from "@/lib/contract/live.ts";
import { formatCount } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { cellOf, eventQuery, isWarning, timeOf } from "./event-columns.ts";

const shown = 8;

/** The newest events of the object beside its facts, live. */
export function EventTimeline({ object, objectRef }: { object: KubeObject; objectRef: ObjectRef }) {
  const { cluster, kind, namespace, name } = objectRef;
  const view = useWindow(eventQuery(object, cluster, shown));
  const matched = view.counts?.matched ?? 0;
  const all = (
    <Link prefetch={false} className="link" href={paths.object(cluster, kind, namespace, name, "events")}>
      All events
    </Link>
  );
  return (
    <Section
      title="What happened"
      note={matched > shown ? `newest ${shown} of ${formatCount(matched)}` : undefined}
      action={matched > 0 ? all : null}
    >
      {view.state === "error" ? (
        <p className="break-words text-fg-3">{plainText(view.error?.message ?? "the events cannot be listed")}</p>
      ) : view.counts === null ? (
        <Skeleton className="h-24 w-full" />
      ) : view.rows.length === 0 ? (
        <p className="text-fg-3">No events are kept: the cluster forgets them after an hour.</p>
      ) : (
        <ol className="relative flex flex-col gap-2.5 before:absolute before:top-2 before:bottom-2 before:left-[4px] before:w-px before:bg-line">
          {view.rows.map((row) => (
            <Entry key={row.key} row={row} />
          ))}
        </ol>
      )}
    </Section>
  );
}

function Entry({ row }: { row: Row }) {
  const count = Number(cellOf(row, "count"));
  return (
    <li className="relative pl-[18px]">
      <span
        aria-hidden="true"
        className={cx(
          "absolute top-[6px] left-0 size-[9px] rounded-full border-2 bg-bg",
          isWarning(row) ? "border-warn bg-warn" : "border-line-strong",
        )}
      />
      <p className="break-words">
        {isWarning(row) ? <span className="sr-only">Warning: </span> : null}
        <span className="font-medium">{cellOf(row, "reason")}</span>{" "}
        <span className="text-fg-2">{cellOf(row, "message")}</span>{" "}
        {count > 1 ? <span className="whitespace-nowrap text-fg-3">{formatCount(count)} times, </span> : null}
        <span className="text-fg-3">
          <Age at={timeOf(row, "age")} form="ago" tooltip={false} />
        </span>
      </p>
    </li>
  );
}
