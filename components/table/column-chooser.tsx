"use client";
import { ArrowDown, ArrowUp, Columns3, type LucideIcon } from "lucide-react";
import { Button } from "@/components/ui/button.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Icon } from "@/components/ui/icon.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { Popover } from "@/components/ui/popover.tsx";
import type { Column, Kind } from "@/lib/contract/kinds.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { moved, toggled } from "./columns.ts";

type ListedColumn = Column & { description?: string };

/** Which columns stand in the list, and in which order. */
export function ColumnChooser(props: {
  kind: Kind;
  shown: readonly Column[];
  onChange: (shown: string[]) => void;
  /** Back to the kind's columns and widths. */
  onReset: () => void;
}) {
  const { kind, shown, onChange, onReset } = props;
  const listed: ListedColumn[] = [...shown, ...kind.columns.filter((column) => !shown.includes(column))];
  const move = (column: Column, by: -1 | 1) => onChange(moved(shown, column.id, by));
  return (
    <Popover
      label="Columns"
      className="w-64"
      trigger={<IconButton icon={Columns3} label="Columns" className="max-md:hidden" />}
    >
      <ul className="px-1 pt-1">
        {listed.map((column) => {
          const at = shown.indexOf(column);
          return (
            <li key={column.id} className="group flex h-7 items-center gap-1 rounded-sm pr-1 hover:bg-hover">
              <label
                htmlFor={`column-${column.id}`}
                className="flex min-w-0 flex-1 cursor-pointer items-center gap-2.5 px-1.5"
                title={column.description ? plainText(column.description) : undefined}
              >
                <Checkbox
                  id={`column-${column.id}`}
                  checked={at >= 0}
                  onChange={() => onChange(toggled(kind, shown, column.id))}
                />
                <span className="truncate">{plainText(column.title)}</span>
              </label>
              {at < 0 ? null : (
                <span className="flex opacity-0 focus-within:opacity-100 group-hover:opacity-100">
                  <Move
                    column={column}
                    label="to the left"
                    icon={ArrowUp}
                    off={at === 0}
                    onPress={() => move(column, -1)}
                  />
                  <Move
                    column={column}
                    label="to the right"
                    icon={ArrowDown}
                    off={at === shown.length - 1}
                    onPress={() => move(column, 1)}
                  />
                </span>
              )}
            </li>
          );
        })}
      </ul>
      <div className="mt-1 border-line border-t p-1.5">
        <Button size="sm" variant="ghost" onClick={onReset}>
          Back to the usual
        </Button>
      </div>
    </Popover>
  );
}

function Move(props: { column: Column; label: string; icon: LucideIcon; off: boolean; onPress: () => void }) {
  const { column, label, icon, off, onPress } = props;
  return (
    <button
      type="button"
      aria-label={`Move ${plainText(column.title)} ${label}`}
      aria-disabled={off}
      onClick={off ? undefined : onPress}
      className="grid size-5 place-items-center rounded-sm text-fg-2 hover:bg-selected hover:text-fg aria-disabled:opacity-30"
    >
      <Icon of={icon} size={12} />
    </button>
  );
}
