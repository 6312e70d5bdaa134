"use client";
import { useWindow } from "@/components/table/use-window.ts";
import { cx } from "@/components/ui/cx.ts";
import type { KindName } from "@/lib/contract/kinds.ts";
import { formatCount } from "@/lib/format/number.ts";

/** How many there are, live. Of events only the warnings count, of the last hour. */
export function NavCount({ kind, cluster }: { kind: KindName; cluster: string }) {
  const isEvents = kind === "events";
  const view = useWindow({ kind, cluster, rows: 1, filter: isEvents ? "time<1h status:warning" : "" });
  const count = isEvents ? view.counts?.matched : view.counts?.total;
  if (count === undefined || (isEvents && count === 0)) return null;
  return (
    <span className={cx("ml-auto text-xs tabular-nums", isEvents && "text-nav-bad")}>
      <span className="sr-only">{isEvents ? "warnings in the last hour: " : "number: "}</span>
      {formatCount(count)}
    </span>
  );
}
