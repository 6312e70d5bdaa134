"use client";
import { formatAgo } from "@/lib/format/duration.ts";
import { useTicking } from "./clock.ts";
import { cx } from "./cx.ts";
import { Tooltip } from "./tooltip.tsx";

export type DataAgeProps = {
  /**
   * `first`: what came with the page. `filling`: the first list is still coming in. `partly`: some sources are down.
   * `behind`: all of them. `stale`: the connection is lost.
   */
  state: "loading" | "first" | "filling" | "live" | "partly" | "behind" | "stale";
  /** ms since the epoch of the last word; for `partly` that of the oldest silent source. */
  asOf: number | null;
  /** Which sources are silent and why, on hover and focus. */
  detail?: string;
  /** For `filling`: `12,000 of 150,000 loaded`. */
  loaded?: string;
};

const words = { first: "connecting, as of", partly: "partly as of", behind: "as of", stale: "reconnecting, as of" };

/** How fresh what stands beside it is: `live`, `reconnecting, as of 14 s ago`, `partly as of 3 min ago`. */
export function DataAge({ state, asOf, detail, loaded }: DataAgeProps) {
  const ago = useTicking((now) => (asOf === null ? "" : formatAgo(now - asOf)), "");
  const text = textOf(state, ago, loaded);
  const dot = dots[state] ?? "bg-warn";
  return (
    <Tooltip text={detail ?? ""}>
      <span
        role="status"
        tabIndex={detail ? 0 : undefined}
        className="inline-flex items-center gap-1.5 whitespace-nowrap text-fg-2 text-sm"
      >
        <span aria-hidden="true" className={cx("size-[7px] rounded-full", dot)} />
        {text}
      </span>
    </Tooltip>
  );
}

const dots: Partial<Record<DataAgeProps["state"], string>> = {
  live: "bg-ok",
  loading: "bg-idle",
  first: "bg-idle",
  filling: "bg-busy",
};

function textOf(state: DataAgeProps["state"], ago: string, loaded = "loading"): string {
  if (state === "live") return "live";
  if (state === "loading") return "connecting";
  return state === "filling" ? loaded : `${words[state]} ${ago || "unknown"}`;
}
