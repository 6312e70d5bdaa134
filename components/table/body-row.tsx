"use client";
import { memo, type ReactNode } from "react";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { cx } from "@/components/ui/cx.ts";
import type { Column } from "@/lib/contract/kinds.ts";
import type { Row } from "@/lib/contract/live.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { Cell } from "./cell.tsx";
import { cellWord } from "./cell-text.ts";
import { isNumeric } from "./head-row.tsx";
import { RowLink } from "./row-link.tsx";
import { StaleMark } from "./stale-mark.tsx";

/** Draws one cell in a way of its own; undefined leaves it to its column's type. */
export type DrawCell = (column: Column, row: Row) => ReactNode | undefined;

export type BodyRowProps = {
  row: Row;
  index: number;
  id: string;
  columns: readonly Column[];
  template: string;
  top: number;
  height: number;
  boxes: boolean;
  chosen: boolean;
  cursor: boolean;
  /** It is no longer in the list and stands here only because the pointer is over it. */
  gone: boolean;
  isMarked: boolean;
  /** For a row whose source is down: ms since the epoch of its last word. */
  asOf: number | null;
  href: string | null;
  /** The column whose cell is the link. */
  linked: string;
  draw: DrawCell | undefined;
};

/** One row of a list. It renders again only when something of its own changes. */
export const BodyRow = memo(function BodyRow(props: BodyRowProps) {
  const { row, index, columns, boxes, chosen, cursor, gone } = props;
  const name = cellWord(row.cells[props.linked]);
  return (
    <tr
      id={props.id}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={boxes ? chosen : undefined}
      className={cx(
        // Its size is known: what is inside changes nothing outside.
        "group absolute inset-x-0 grid items-center border-line border-b outline-none! contain-strict",
        chosen ? "bg-selected" : cursor ? "bg-hover" : "hover:bg-hover",
        cursor && "shadow-[inset_2px_0_var(--accent)]",
        gone && "text-fg-3 line-through",
      )}
      style={{ gridTemplateColumns: props.template, top: props.top, height: props.height }}
    >
      {boxes ? (
        <td className="flex h-full items-center justify-center">
          <Checkbox tabIndex={-1} aria-label={`Choose ${name}`} checked={chosen} readOnly data-toggle="" />
        </td>
      ) : null}
      {columns.map((column) => (
        <td
          key={column.id}
          className={cx(
            "min-w-0 truncate px-2.5",
            !boxes && "first:pl-4",
            isNumeric(column) && "num",
            column.type === "mono" && "mono text-fg-2",
            column.type === "text" && column.id !== props.linked && "text-fg-2",
            row.stale && column.type !== "status" && "text-fg-3!",
          )}
        >
          {column.id === props.linked ? (
            <Name
              row={row}
              text={name}
              drawn={props.draw?.(column, row)}
              href={props.href}
              asOf={props.asOf}
              isMarked={props.isMarked}
            />
          ) : (
            (props.draw?.(column, row) ?? <Cell column={column} cell={row.cells[column.id]} />)
          )}
        </td>
      ))}
    </tr>
  );
});

type NameProps = {
  row: Row;
  text: string;
  drawn: ReactNode;
  href: string | null;
  asOf: number | null;
  isMarked: boolean;
};

function Name({ row, text, drawn, href, asOf, isMarked }: NameProps) {
  const shown = plainText(text) || row.key;
  return (
    <span className="flex min-w-0 items-center gap-2">
      {href === null ? (
        <span className="truncate">{shown}</span>
      ) : (
        <RowLink
          href={href}
          className="min-w-0 truncate font-medium text-accent hover:underline hover:underline-offset-2"
        >
          {drawn ?? shown}
        </RowLink>
      )}
      {row.stale && isMarked ? <StaleMark asOf={asOf} /> : null}
    </span>
  );
}
