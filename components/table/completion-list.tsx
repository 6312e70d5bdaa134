"use client";
import { cx } from "@/components/ui/cx.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import type { FilterCompletion } from "./use-filter-completion.ts";

/** What fits, under the filter. Focus stays in the field. */
export function CompletionList({ id, completion }: { id: string; completion: FilterCompletion }) {
  return (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label="What fits here"
      tabIndex={-1}
      onPointerDown={(event) => event.preventDefault()}
      className="absolute top-full left-0 z-30 mt-1 max-h-72 w-72 animate-enter overflow-y-auto rounded-lg border border-line-strong bg-raised p-1 shadow-raised"
    >
      {completion.list.map((one, index) => (
        <div
          key={one.label}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === completion.active}
          onPointerMove={() => completion.setActive(index)}
          onPointerUp={() => completion.take(one)}
          className={cx("flex h-7 items-center gap-3 rounded-sm px-2", index === completion.active && "bg-hover")}
        >
          <span className="mono min-w-0 truncate">{plainText(one.label)}</span>
          <span className="ml-auto flex-none text-fg-3 text-sm">{one.note}</span>
        </div>
      ))}
    </div>
  );
}
