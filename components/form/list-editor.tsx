"use client";
import { Plus, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";

export type ListEditorProps<T> = {
  /** What one of them is called: `port`. */
  noun: string;
  /** Each needs a key of its own that stays with it. */
  items: readonly (T & { key: string })[];
  onAdd: () => void;
  onRemove: (key: string) => void;
  /** The fields of one item, laid out in a row. */
  children: (item: T & { key: string }, index: number) => ReactNode;
  /** Why no more can be added. */
  disabledReason?: string | null;
  /** Said while there is none. */
  empty?: string;
};

/** Rows of fields that come and go: ports, volumes, environment. */
export function ListEditor<T>(props: ListEditorProps<T>) {
  const { noun, items, onAdd, onRemove, children, disabledReason, empty } = props;
  return (
    <div className="flex flex-col gap-2">
      {items.length === 0 && empty ? <p className="text-fg-3">{empty}</p> : null}
      {items.map((item, index) => (
        <div key={item.key} className="flex items-start gap-2">
          <div className="min-w-0 flex-1">{children(item, index)}</div>
          <IconButton
            icon={Trash2}
            variant="ghost"
            label={`Remove ${noun} ${index + 1}`}
            onClick={() => onRemove(item.key)}
          />
        </div>
      ))}
      <div>
        <Button size="sm" icon={Plus} disabledReason={disabledReason} onClick={onAdd}>
          Add {noun}
        </Button>
      </div>
    </div>
  );
}
