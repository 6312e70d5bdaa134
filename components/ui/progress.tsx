import { formatPercent } from "@/lib/format/number.ts";

/** Long work: what it is doing now, and how far it is. `share` null while nobody knows. */
export function Progress({ doing, share, detail }: { doing: string; share: number | null; detail?: string }) {
  return (
    <div className="w-full">
      <div className="mb-1.5 flex items-baseline justify-between gap-4 text-sm">
        <span className="min-w-0 truncate">{doing}</span>
        <span className="flex-none text-fg-2 tabular-nums">
          {detail}
          {share === null ? null : <span className="ml-3 text-fg">{formatPercent(share)}</span>}
        </span>
      </div>
      <svg
        role="progressbar"
        aria-label={doing}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        viewBox="0 0 100 4"
        preserveAspectRatio="none"
        className="h-1 w-full overflow-hidden rounded-full bg-idle-weak"
      >
        <rect
          width={share === null ? 100 : share * 100}
          height="4"
          className={share === null ? "animate-pulse fill-busy" : "fill-busy"}
        />
      </svg>
    </div>
  );
}
