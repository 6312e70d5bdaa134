"use client";
import Link from "next/link";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { eventHref } from "@/components/layout/event-href.ts";
import { kindByWord } from "@/components/layout/kind-by-word.ts";
import { manyOf, oneOf } from "@/components/layout/kind-words.ts";
import { Age } from "@/components/ui/age.tsx";
import { Icon } from "@/components/ui/icon.tsx";
import { toneIcon, toneText } from "@/components/ui/tone.ts";
import type { Row } from "@/lib/contract/live.ts";
import { formatCount, formatPlural } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { useListHref } from "./use-list-href.ts";
import type { WarningGroup } from "./warning-groups.ts";

/** Objects that a group names; the list of its events has the others. */
const named = 3;

const text = (row: Row | undefined, column: string): string => {
  const cell = row?.cells[column];
  return typeof cell === "string" ? plainText(cell) : "";
};

/** Warnings of one reason: of which object or how many, what the newest says, when it was last seen and how often. */
export function WarningLine({ group }: { group: WarningGroup }) {
  const { kinds } = useCluster();
  const href = useListHref();
  const { rows, times } = group;
  const newest = rows[0];
  const { status, age } = newest?.cells ?? {};
  const tone = typeof status === "object" && status !== null ? status.tone : "warn";
  const kind = kindByWord(kinds, group.kind);
  const many = kind === null ? `${plainText(group.kind)} objects` : manyOf(kind);
  const reason = plainText(group.reason);
  const filter = `-status=Normal reason=${JSON.stringify(group.reason)} object:${JSON.stringify(`${group.kind}/`)}`;
  return (
    <li className="flex items-start gap-2.5 border-line border-t px-3 py-2 first:border-t-0 hover:bg-hover">
      <Icon of={toneIcon[tone]} className={`mt-[3px] ${toneText[tone]}`} />
      <span className="min-w-0 flex-1">
        {rows.length === 1 ? (
          <>
            <span className="font-medium">{reason}</span>{" "}
            <span className="text-fg-2">
              <About row={newest} isWhole />
            </span>
          </>
        ) : (
          <>
            <Link href={href("events", { filter })} prefetch={false} className="link inline-block font-medium">
              {reason}
            </Link>{" "}
            <span className="text-fg-2">
              {formatPlural(rows.length, kind === null ? many : oneOf(kind), many)}
              <span className="block truncate">
                {rows.slice(0, named).map((row, at) => (
                  <span key={row.key}>
                    {at === 0 ? "" : ", "}
                    <About row={row} />
                  </span>
                ))}
                {rows.length > named ? ` and ${formatCount(rows.length - named)} more` : ""}
              </span>
            </span>
          </>
        )}
        <span className="line-clamp-2 break-words text-fg-2">{text(newest, "message")}</span>
      </span>
      <span className="flex-none text-right text-fg-3 text-sm">
        <Age at={typeof age === "number" ? age : null} form="ago" />
        {times > 1 ? <span className="block tabular-nums">{formatCount(times)} times</span> : null}
      </span>
    </li>
  );
}

/** What one event tells of, as a link to it where the cluster shows its kind. */
function About({ row, isWhole = false }: { row: Row | undefined; isWhole?: boolean }) {
  const { name: cluster, kinds } = useCluster();
  if (row === undefined) return null;
  const href = eventHref({ cluster, kinds }, row);
  const object = text(row, "object");
  const shown = isWhole ? object : object.slice(object.indexOf("/") + 1);
  const namespace = text(row, "namespace");
  return (
    <>
      {href === null ? (
        shown
      ) : (
        <Link
          href={href}
          prefetch={false}
          className={isWhole ? "link inline-block break-all" : "inline-block hover:underline"}
        >
          {shown}
        </Link>
      )}
      {namespace === "" ? null : <span className="text-fg-3"> in {namespace}</span>}
    </>
  );
}
