"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { cx } from "@/components/ui/cx.ts";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import type { Column } from "@/lib/contract/kinds.ts";
import type { Row, Source } from "@/lib/contract/live.ts";
import { BodyRow, type DrawCell } from "./body-row.tsx";
import { planPage, type Span } from "./page-plan.ts";
import { cursorIndex, type Selection } from "./selection.ts";
import type { Held } from "./use-held-page.ts";

/** Pixels of rows on an ordinary screen. */
const guessedHeight = 900;

export type LiveRowsProps = {
  id: string;
  scroller: RefObject<HTMLDivElement | null>;
  held: Held;
  /** The place that was asked for last. */
  span: RefObject<Span>;
  move: (from: number, rows: number) => void;
  columns: readonly Column[];
  template: string;
  rowHeight: number;
  /** Height of the head, which stands in the same scroller. */
  headHeight: number;
  boxes: boolean;
  /** The width is not known yet: a phone would see the wrong columns, so it sees none. */
  isGuess: boolean;
  linked: string;
  href: (row: Row) => string | null;
  draw: DrawCell | undefined;
  selection: Selection;
  sources: readonly Source[];
  /** Rows of a silent source say how old they are: where others beside them are fresh. */
  isMarked: boolean;
  /** Another text when the list begins anew (filter, chips, sort): it scrolls to the top. */
  anew: string;
};

/** The rows in view out of all that match, each at its place in the whole; what is not held yet is a skeleton. */
export function LiveRows(props: LiveRowsProps): ReactNode {
  const { held, span, move, scroller, rowHeight, headHeight, columns, template, boxes, selection, anew } = props;
  const { page, count } = held;
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    // In the page's HTML, where nothing can be measured.
    initialRect: { width: 0, height: guessedHeight },
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    getItemKey: (index) => page.rows[index - page.from]?.key ?? index,
  });
  const measured = useRef(rowHeight);
  useLayoutEffect(() => {
    if (measured.current === rowHeight) return;
    measured.current = rowHeight;
    virtual.measure();
  }, [virtual, rowHeight]);

  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (count === 0) return;
    const next = planPage(span.current, first, last, count);
    if (next === null) return;
    span.current = next;
    move(next.from, next.rows);
  }, [first, last, count, move, span]);

  const shown = useRef(anew);
  useLayoutEffect(() => {
    if (shown.current === anew) return;
    shown.current = anew;
    if (scroller.current) scroller.current.scrollTop = 0;
  }, [anew, scroller]);

  const at = cursorIndex(selection, page);
  // The page follows the cursor when a key moves it, not when rows come in above it.
  const { cursor } = selection;
  useEffect(() => {
    if (cursor !== null) virtual.scrollToIndex(cursor.index, { align: "auto" });
  }, [cursor, virtual]);

  return (
    <tbody
      className={cx("relative block", props.isGuess && "max-md:invisible")}
      style={{ height: virtual.getTotalSize() }}
      onPointerEnter={(event) => event.pointerType === "mouse" && held.enter()}
      onPointerLeave={held.leave}
    >
      {items.map((item) => {
        const row = page.rows[item.index - page.from];
        const top = item.start - headHeight;
        if (!row) return <Waiting key={item.key} index={item.index} top={top} height={rowHeight} />;
        const node = row.cells.node ?? row.key;
        return (
          <BodyRow
            key={item.key}
            row={row}
            index={item.index}
            id={`${props.id}-${item.index}`}
            columns={columns}
            template={template}
            top={top}
            height={rowHeight}
            boxes={boxes}
            chosen={selection.chosen.has(row.key)}
            cursor={at === item.index}
            gone={page.gone.has(row.key)}
            isMarked={props.isMarked}
            asOf={row.stale ? (props.sources.find(({ name }) => name === node)?.asOf ?? null) : null}
            href={props.href(row)}
            linked={props.linked}
            draw={props.draw}
          />
        );
      })}
    </tbody>
  );
}

function Waiting({ index, top, height }: { index: number; top: number; height: number }) {
  return (
    <tr
      aria-rowindex={index + 2}
      className="absolute inset-x-0 flex items-center border-line border-b px-3"
      style={{ transform: `translateY(${top}px)`, height }}
    >
      <td>
        <Skeleton className="h-3 w-56" />
      </td>
    </tr>
  );
}
