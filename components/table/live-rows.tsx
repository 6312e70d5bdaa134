"use client";
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { cx } from "@/components/ui/cx.ts";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import type { Column } from "@/lib/contract/kinds.ts";
import type { Row, Source } from "@/lib/contract/live.ts";
import { BodyRow, type DrawCell } from "./body-row.tsx";
import { planPage, type Span } from "./page-plan.ts";
import { RowSlots } from "./row-slots.ts";
import { cursorIndex, type Selection } from "./selection.ts";
import type { Held } from "./use-held-page.ts";
import { useRowWindow } from "./use-row-window.ts";

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
  const { first, last, reveal } = useRowWindow(scroller, { count, rowHeight, headHeight });
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
    if (cursor !== null) reveal(cursor.index);
  }, [cursor, reveal]);

  const rows = Array.from({ length: last - first + 1 }, (_, i) => page.rows[first + i - page.from]);
  const [elements] = useState(() => new RowSlots());
  const slots = elements.assign(rows.map((row) => row?.key ?? null));

  return (
    <tbody
      className={cx("relative block", props.isGuess && "max-md:invisible")}
      style={{ height: count * rowHeight }}
      onPointerEnter={(event) => event.pointerType === "mouse" && held.enter()}
      onPointerLeave={held.leave}
    >
      {rows.map((row, i) => {
        const index = first + i;
        const top = index * rowHeight;
        if (!row) return <Waiting key={`waiting-${index}`} index={index} top={top} height={rowHeight} />;
        const node = row.cells.node ?? row.key;
        return (
          <BodyRow
            key={slots[i]}
            row={row}
            index={index}
            id={`${props.id}-${index}`}
            columns={columns}
            template={template}
            top={top}
            height={rowHeight}
            boxes={boxes}
            chosen={selection.chosen.has(row.key)}
            cursor={at === index}
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
      style={{ top, height }}
    >
      <td>
        <Skeleton className="h-3 w-56" />
      </td>
    </tr>
  );
}
