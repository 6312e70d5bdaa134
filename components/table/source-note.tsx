"use client";
import { Banner } from "@/components/ui/banner.tsx";
import { useTicking } from "@/components/ui/clock.ts";
import type { Source } from "@/lib/contract/live.ts";
import { formatAgo } from "@/lib/format/duration.ts";
import { plainText } from "@/lib/format/plain-text.ts";

/** Above a list whose every source is silent: since when, and why. What is shown stays as it was. */
export function SourceNote({ sources, cluster }: { sources: readonly Source[]; cluster: string }) {
  const silent = sources.filter(({ state, loading }) => state === "down" && loading === undefined);
  const isDown = silent.length > 0 && silent.length === sources.length;
  const asOf = isDown ? oldest(silent) : null;
  const ago = useTicking((now) => (asOf === null ? "" : formatAgo(now - asOf)), "");
  // What was never heard is told in place of the rows.
  if (!isDown || asOf === null) return null;
  const why = silent.find((source) => source.why !== null)?.why ?? null;
  return (
    <div className="flex-none px-4 pt-2">
      <Banner tone="warn" title={`Cluster ${cluster} gives no news; this is as of ${ago}`}>
        {why === null ? "" : `${plainText(why)}. `}The list goes on by itself as soon as it can.
      </Banner>
    </div>
  );
}

function oldest(sources: readonly Source[]): number | null {
  const known = sources.map(({ asOf }) => asOf).filter((asOf) => asOf !== null);
  return known.length === 0 ? null : Math.min(...known);
}
