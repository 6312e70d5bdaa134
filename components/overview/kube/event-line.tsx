"use client";
import Link from "next/link";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { eventHref } from "@/components/layout/event-href.ts";
import { Age } from "@/components/ui/age.tsx";
import { Icon } from "@/components/ui/icon.tsx";
import { toneIcon, toneText } from "@/components/ui/tone.ts";
import type { Row } from "@/lib/contract/live.ts";
import { plainText } from "@/lib/format/plain-text.ts";

const text = (row: Row, column: string): string => {
  const cell = row.cells[column];
  return typeof cell === "string" ? plainText(cell) : "";
};

/** One event: its reason, what it tells of, what it says, when it was last seen. */
export function EventLine({ row }: { row: Row }) {
  const { name: cluster, kinds } = useCluster();
  const href = eventHref({ cluster, kinds }, row);
  const { status, age, count } = row.cells;
  const tone = typeof status === "object" && status !== null ? status.tone : "idle";
  const object = text(row, "object");
  return (
    <li className="flex items-start gap-2.5 border-line border-t px-3 py-2 first:border-t-0 hover:bg-hover">
      <Icon of={toneIcon[tone]} className={`mt-[3px] ${toneText[tone]}`} />
      <span className="min-w-0 flex-1">
        <span className="font-medium">{text(row, "reason")}</span>{" "}
        {href === null ? (
          <span className="text-fg-2">{object}</span>
        ) : (
          <Link href={href} prefetch={false} className="link inline-block break-all">
            {object}
          </Link>
        )}
        {text(row, "namespace") ? <span className="text-fg-3"> in {text(row, "namespace")}</span> : null}
        <span className="line-clamp-2 break-words text-fg-2">{text(row, "message")}</span>
      </span>
      <span className="flex-none text-right text-fg-3 text-sm">
        <Age at={typeof age === "number" ? age : null} form="ago" />
        {typeof count === "number" && count > 1 ? <span className="block tabular-nums">{count} times</span> : null}
      </span>
    </li>
  );
}
