"use client";
import Link from "next/link";
import { useSession } from "@/components/layout/session-context.tsx";
import { useWindow } from "@/components/table/use-window.ts";
import { Age } from "@/components/ui/age.tsx";
import { cx } from "@/components/ui/cx.ts";
import { Section } from "@/components/ui/section.tsx";
import type { Row } from "@/lib/contract/live.ts";
import { sentence } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";

const shown = 10;

/** What happened last, live. */
export function RecentEvents() {
  const { cluster } = useSession();
  const events = useWindow({ kind: "events", cluster, sort: [{ column: "time", desc: true }], rows: shown });
  if (events.counts === null) return null;
  return (
    <Section
      title="What happened"
      action={
        <Link href={paths.events(cluster)} prefetch={false} className="link text-sm">
          All events
        </Link>
      }
    >
      {events.rows.length === 0 ? (
        <p className="text-fg-2">Nothing yet. Every change of a pod, an image or a node shows up here.</p>
      ) : (
        <ol className="relative before:absolute before:top-2.5 before:bottom-3 before:left-[4px] before:w-px before:bg-line-strong">
          {events.rows.slice(0, shown).map((row) => (
            <Event key={row.key} row={row} />
          ))}
        </ol>
      )}
    </Section>
  );
}

const word = (row: Row, column: string): string => {
  const cell = row.cells[column];
  return typeof cell === "string" ? plainText(cell) : "";
};

/** The page of what an event tells of; null when it has none. */
function hrefOf(cluster: string, row: Row): string | null {
  const { noun, id, node } = row.cells;
  if (typeof node !== "string" || typeof id !== "string") return null;
  if (noun === "pod") return paths.pod(cluster, node, id);
  return noun === "image" ? paths.image(cluster, node, id) : noun === "node" ? paths.node(cluster, node) : null;
}

function Event({ row }: { row: Row }) {
  const { status, time } = row.cells;
  const isWarning = typeof status === "object" && status?.tone === "warn";
  const user = word(row, "user");
  const { cluster } = useSession();
  const href = hrefOf(cluster, row);
  const text = sentence(word(row, "message") || word(row, "reason"), user);
  const object = word(row, "object");
  // `pod web / app`: most messages name the pod already.
  const name = object.replace(/^\w+ /, "").split(" / ")[0] ?? "";
  const about = [text.includes(name) ? "" : object, user, word(row, "node")];
  return (
    <li className="relative mb-2.5 flex items-start gap-3 pl-5">
      <span
        aria-hidden="true"
        className={cx(
          "absolute top-[6px] left-px size-[7px] rounded-full border-[1.5px]",
          isWarning ? "border-warn bg-warn" : user ? "border-accent bg-accent" : "border-fg-3 bg-bg",
        )}
      />
      <span className="min-w-0 flex-1 break-words">
        {isWarning ? <span className="sr-only">Warning: </span> : null}
        {href === null ? (
          text
        ) : (
          <Link href={href} prefetch={false} className="hover:underline hover:underline-offset-2">
            {text}
          </Link>
        )}{" "}
        <span className="text-fg-3 text-sm">{about.filter(Boolean).join(", ")}</span>
      </span>
      <span className="flex-none text-fg-3 text-sm">
        <Age at={typeof time === "number" ? time : null} form="ago" />
      </span>
    </li>
  );
}
