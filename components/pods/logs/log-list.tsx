"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { useLayoutEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { cx } from "@/components/ui/cx.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import type { HeldLine } from "./log-lines.ts";
import { LogRow } from "./log-row.tsx";
import type { FollowState } from "./use-log-lines.ts";

const rowHeight = 18;
/** Nearer to the end than this, in px, counts as looking at the end. */
const endSlack = 40;

export type LogListProps = {
  lines: readonly HeldLine[];
  wrap: boolean;
  times: boolean;
  showApp: boolean;
  search: string;
  isFiltered: boolean;
  states: ReadonlyMap<string, FollowState>;
};

/** Virtual rows. Stays at the end while the reader is there; scrolling up stops that, and a button leads back. */
export function LogList({ lines, wrap, times, showApp, search, isFiltered, states }: LogListProps) {
  const place = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const lastTop = useRef(0);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => place.current,
    estimateSize: () => rowHeight,
    overscan: 20,
    getItemKey: (index) => lines[index]?.id ?? index,
  });
  const last = lines.at(-1)?.id;
  const total = rows.getTotalSize();
  // Not by the virtualizer: it scrolls to an index, and again a frame later, when that index is no longer the last.
  useLayoutEffect(() => {
    const element = place.current;
    if (atEnd && last !== undefined && total > 0 && element !== null) element.scrollTop = element.scrollHeight;
  }, [atEnd, last, total]);
  const onScroll = () => {
    const element = place.current;
    if (element === null) return;
    const isNearEnd = element.scrollHeight - element.scrollTop - element.clientHeight < endSlack;
    // Lines that came since the last scroll put the end out of reach too: only the way up is the reader's wish to stay.
    if (isNearEnd) setAtEnd(true);
    else if (element.scrollTop < lastTop.current) setAtEnd(false);
    lastTop.current = element.scrollTop;
  };
  const isQuiet = [...states.values()].some(({ state }) => state === "following" || state === "ended");
  if (lines.length === 0 && isQuiet) {
    return (
      <div className="min-h-40 flex-1 border-line border-t bg-sunken">
        {isFiltered ? (
          <EmptyState title="No line fits">Take back a part of the search or of the filters.</EmptyState>
        ) : (
          <EmptyState title="Nothing was written yet">
            What the apps write to stdout and stderr stands here at once.
          </EmptyState>
        )}
      </div>
    );
  }
  return (
    <div className="relative min-h-40 flex-1 border-line border-t">
      <div
        ref={place}
        onScroll={onScroll}
        role="log"
        aria-label="Log"
        aria-live="off"
        tabIndex={0}
        className="absolute inset-0 overflow-auto bg-sunken py-1"
      >
        <div className={cx("relative", wrap ? "w-full" : "min-w-max")} style={{ height: total }}>
          {rows.getVirtualItems().map((item) => {
            const line = lines[item.index];
            return line === undefined ? null : (
              <div
                key={item.key}
                data-index={item.index}
                ref={rows.measureElement}
                className={cx("absolute top-0 left-0", wrap ? "w-full" : "min-w-full")}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <LogRow line={line} wrap={wrap} times={times} showApp={showApp} search={search} />
              </div>
            );
          })}
        </div>
      </div>
      {atEnd ? null : (
        <Button icon={ArrowDown} className="absolute right-6 bottom-3 shadow-raised" onClick={() => setAtEnd(true)}>
          Follow
        </Button>
      )}
    </div>
  );
}
