"use client";
import { useEffect, useRef, useState } from "react";
import { useWindow } from "@/components/table/use-window.ts";
import { cx } from "@/components/ui/cx.ts";
import { formatCount } from "@/lib/format/number.ts";
import { useCluster } from "./cluster-context.tsx";

/** How many there are, live. Of events only the warnings count, of the last hour. A number that is not in sight is not asked for. */
export function NavCount({ kind }: { kind: string }) {
  const { name: cluster, isFleet } = useCluster();
  const place = useRef<HTMLSpanElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (place.current === null) return;
    const watch = new IntersectionObserver((entries) => setSeen(entries.some((entry) => entry.isIntersecting)));
    watch.observe(place.current);
    return () => watch.disconnect();
  }, []);
  const isEvents = kind === "events";
  const filter = isEvents ? `${isFleet ? "time" : "age"}<1h status:warning` : "";
  const view = useWindow(seen ? { kind, cluster, rows: 1, filter } : null);
  const held = useRef<number | undefined>(undefined);
  const count = (isEvents ? view.counts?.matched : view.counts?.total) ?? held.current;
  held.current = count;
  const isQuiet = count === undefined || (isEvents && count === 0) || view.state === "error";
  return (
    <span ref={place} className={cx("ml-auto text-xs tabular-nums", isEvents && "text-nav-bad")}>
      {isQuiet ? null : (
        <>
          <span className="sr-only">{isEvents ? "warnings in the last hour: " : "number: "}</span>
          {formatCount(count ?? 0)}
        </>
      )}
    </span>
  );
}
