"use client";
import { freshness } from "@/components/table/freshness.ts";
import type { LiveView } from "@/components/table/use-window.ts";
import { DataAge } from "@/components/ui/data-age.tsx";
import { Tooltip } from "@/components/ui/tooltip.tsx";
import { plainText } from "@/lib/format/plain-text.ts";

/** How fresh the page is. Who may read the object but not list its kind sees it as it was when the page was opened. */
export function PageAge({ view }: { view: LiveView }) {
  if (view.state !== "error") return <DataAge {...freshness(view)} />;
  return (
    <Tooltip text={plainText(view.error?.message ?? "its list cannot be watched")}>
      <span role="status" tabIndex={0} className="inline-flex items-center gap-1.5 text-fg-2 text-sm">
        <span aria-hidden="true" className="size-[7px] rounded-full bg-idle" />
        not live
      </span>
    </Tooltip>
  );
}
