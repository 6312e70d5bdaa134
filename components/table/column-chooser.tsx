"use client";
import { Columns3 } from "lucide-react";
import { Button } from "@/components/ui/button.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { Popover } from "@/components/ui/popover.tsx";
import type { Column, Kind } from "@/lib/contract/kinds.ts";
import { toggled } from "./columns.ts";

/** Which columns stand in the list. */
export function ColumnChooser(props: {
  kind: Kind;
  shown: readonly Column[];
  onChange: (shown: string[]) => void;
  /** Back to the kind's columns and widths. */
  onReset: () => void;
}) {
  const { kind, shown, onChange, onReset } = props;
  return (
    <Popover
      label="Columns"
      className="w-56"
      trigger={<IconButton icon={Columns3} label="Columns" className="max-md:hidden" />}
    >
      <div className="px-1 pt-1">
        {kind.columns.map((column) => (
          <label
            key={column.id}
            htmlFor={`column-${column.id}`}
            className="flex h-7 cursor-pointer items-center gap-2.5 rounded-sm px-1.5 hover:bg-hover"
          >
            <Checkbox
              id={`column-${column.id}`}
              checked={shown.some(({ id }) => id === column.id)}
              onChange={() => onChange(toggled(kind, shown, column.id))}
            />
            {column.title}
          </label>
        ))}
      </div>
      <div className="mt-1 border-line border-t p-1.5">
        <Button size="sm" variant="ghost" onClick={onReset}>
          Back to the usual
        </Button>
      </div>
    </Popover>
  );
}
