"use client";
import { formatAgo } from "@/lib/format/duration.ts";
import { useTicking } from "./clock.ts";
import { cx } from "./cx.ts";
import { Tooltip } from "./tooltip.tsx";

export type DataAgeProps = {
  /** `first`: what came with the page. `partly`: some sources are down. `stale`: the connection is lost. */
  state: "loading" | "first" | "live" | "partly" | "stale";
  /** ms since the epoch of the last word; for `partly` that of the oldest silent source. */
  asOf: number | null;
  /** Which sources are silent and why, on hover and focus. */
  detail?: string;
};

const words = { first: "connecting,", partly: "partly", stale: "reconnecting," };

/** How fresh what stands beside it is: `live`, `reconnecting, as of 14 s ago`, `partly as of 3 min ago`. */
export function DataAge({ state, asOf, detail }: DataAgeProps) {
  const ago = useTicking((now) => (asOf === null ? "" : formatAgo(now - asOf)), "");
  const text =
    state === "live" ? "live" : state === "loading" ? "connecting" : `${words[state]} as of ${ago || "unknown"}`;
  const dot = state === "live" ? "bg-ok" : state === "loading" || state === "first" ? "bg-idle" : "bg-warn";
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
