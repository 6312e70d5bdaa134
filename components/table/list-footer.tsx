"use client";
import { Kbd } from "@/components/ui/kbd.tsx";
import type { Counts } from "@/lib/contract/live.ts";
import { formatCount, formatPlural } from "@/lib/format/number.ts";

/** What is shown out of what there is, what waits, and the keys. */
export function ListFooter(props: {
  counts: Counts | null;
  /** `pods` */
  noun: string;
  /** `pod` */
  one?: string;
  /** Of which part the numbers are: `in 2 namespaces`. */
  where?: string;
  waiting: number;
  gone: number;
  onRelease: () => void;
}) {
  const { counts, noun, one = noun.replace(/s$/, ""), where, waiting, gone, onRelease } = props;
  const held = [waiting > 0 ? `${waiting} new` : "", gone > 0 ? `${gone} gone` : ""].filter(Boolean).join(", ");
  return (
    <div className="flex h-8 flex-none items-center gap-4 overflow-hidden border-line border-t bg-bg px-4 text-fg-2 text-sm">
      <span className="whitespace-nowrap" role="status">
        {counts === null
          ? ""
          : counts.matched === counts.total
            ? formatPlural(counts.total, one, noun)
            : `${formatCount(counts.matched)} of ${formatCount(counts.total)} ${noun}`}
        {counts === null || !where ? "" : ` ${where}`}
      </span>
      {held === "" ? null : (
        <button type="button" onClick={onRelease} className="link whitespace-nowrap">
          {held}: show now
        </button>
      )}
      <span className="ml-auto flex items-center gap-1 whitespace-nowrap text-fg-3 max-lg:hidden" aria-hidden="true">
        <Kbd>J</Kbd> <Kbd>K</Kbd> move&ensp;<Kbd>X</Kbd> choose&ensp;<Kbd>/</Kbd> filter&ensp;<Kbd>?</Kbd> all keys
      </span>
    </div>
  );
}
