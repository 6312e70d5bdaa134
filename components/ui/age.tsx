"use client";
import { formatAge, formatAgo } from "@/lib/format/duration.ts";
import { formatTime, toMillis } from "@/lib/format/time.ts";
import { useTicking } from "./clock.ts";
import { Dash } from "./dash.tsx";
import { Tooltip } from "./tooltip.tsx";

export type AgeProps = {
  /** ms since the epoch or RFC 3339; null is a dash. */
  at: number | string | null;
  /** `short` for tables (`12d`), `ago` for sentences (`12 d ago`). */
  form?: "short" | "ago";
  /** Give it false where hundreds stand: the exact time is then a plain title. */
  tooltip?: boolean;
};

/** How long ago, ticking; the exact time on hover and focus. */
export function Age({ at, form = "short", tooltip = true }: AgeProps) {
  const ms = at === null ? Number.NaN : toMillis(at);
  const exact = formatTime(ms);
  const text = useTicking((now) => (form === "short" ? formatAge(now - ms) : formatAgo(now - ms)), exact);
  if (!Number.isFinite(ms)) return <Dash says="unknown" />;
  const time = (
    <time
      dateTime={new Date(ms).toISOString()}
      title={tooltip ? undefined : exact}
      className="whitespace-nowrap tabular-nums"
    >
      {text}
    </time>
  );
  return tooltip ? <Tooltip text={exact}>{time}</Tooltip> : time;
}
