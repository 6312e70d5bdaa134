"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { MouseEvent } from "react";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { cx } from "@/components/ui/cx.ts";
import { Icon } from "@/components/ui/icon.tsx";
import type { Column } from "@/lib/contract/kinds.ts";
import type { Sort } from "./list-params.ts";
import { ResizeHandle } from "./resize-handle.tsx";

/** Numbers and ages stand at the right. */
export function isNumeric(column: Column): boolean {
  return column.type === "number" || column.type === "bytes" || column.type === "cores" || column.type === "time";
}

export type HeadRowProps = {
  columns: readonly Column[];
  template: string;
  /** The width is not known yet: a phone would see the wrong columns, so it sees none. */
  isGuess: boolean;
  sort: Sort[];
  onSort: (column: string, add: boolean) => void;
  onResize: ((column: string, width: number | null) => void) | null;
  /** Null without boxes. */
  boxes: { state: "none" | "some" | "all"; onPress: () => void } | null;
};

/** Heads of columns: a press sorts, with Shift as the second; the right edge resizes. */
export function HeadRow({ columns, template, isGuess, sort, onSort, onResize, boxes }: HeadRowProps) {
  return (
    <thead className={cx("sticky top-0 z-10 block", isGuess && "max-md:invisible")}>
      <tr
        aria-rowindex={1}
        className="grid h-[30px] items-stretch border-line border-b bg-sunken font-medium text-fg-2 text-sm"
        style={{ gridTemplateColumns: template }}
      >
        {boxes ? (
          <th scope="col" className="flex items-center justify-center">
            <Checkbox
              aria-label={boxes.state === "none" ? "Choose all" : "Choose none"}
              checked={boxes.state === "all"}
              indeterminate={boxes.state === "some"}
              onChange={boxes.onPress}
            />
          </th>
        ) : null}
        {columns.map((column) => (
          <Head
            key={column.id}
            column={column}
            indent={boxes === null}
            sort={sort}
            onPress={(event) => onSort(column.id, event.shiftKey)}
            onResize={onResize && ((width) => onResize(column.id, width))}
          />
        ))}
      </tr>
    </thead>
  );
}

type HeadProps = {
  column: Column;
  /** Without boxes the first column stands under the page's title. */
  indent: boolean;
  sort: Sort[];
  onPress: (event: MouseEvent) => void;
  onResize: ((width: number | null) => void) | null;
};

function Head({ column, indent, sort, onPress, onResize }: HeadProps) {
  const at = sort.findIndex((one) => one.column === column.id);
  const desc = sort[at]?.desc;
  const right = isNumeric(column);
  return (
    <th
      scope="col"
      aria-sort={at !== 0 ? undefined : desc ? "descending" : "ascending"}
      className={cx("relative flex min-w-0 font-medium", right && "justify-end", indent && "first:pl-1.5")}
    >
      <button
        type="button"
        onClick={onPress}
        className={cx("flex min-w-0 items-center gap-1 px-2.5 -outline-offset-2! hover:text-fg", at >= 0 && "text-fg")}
      >
        <span className="truncate">{column.title}</span>
        {at >= 0 ? <Icon of={desc ? ArrowDown : ArrowUp} size={12} /> : null}
        {at >= 0 && sort.length > 1 ? <span className="text-fg-3 text-xs">{at + 1}</span> : null}
        {at >= 0 ? <span className="sr-only">{`sorted ${desc ? "downwards" : "upwards"}`}</span> : null}
      </button>
      {onResize ? <ResizeHandle title={column.title} onResize={onResize} /> : null}
    </th>
  );
}
