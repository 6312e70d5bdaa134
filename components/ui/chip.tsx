"use client";
import { formatCount } from "@/lib/format/number.ts";
import { cx } from "./cx.ts";
import { Icon } from "./icon.tsx";
import { type Tone, toneIcon } from "./tone.ts";

/** A filter to press, with how many it would leave. */
export function Chip(props: { label: string; count?: number; tone?: Tone; pressed: boolean; onPress: () => void }) {
  const { label, count, tone, pressed, onPress } = props;
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className={cx(
        "inline-flex h-6 items-center gap-1.5 whitespace-nowrap rounded-full border px-2.25 text-sm",
        pressed
          ? "border-transparent bg-accent-weak text-accent"
          : "border-line text-fg-2 hover:border-line-strong hover:bg-hover",
      )}
    >
      {tone ? <Icon of={toneIcon[tone]} size={12} /> : null}
      {label}
      {count === undefined ? null : (
        <b className={cx("font-semibold tabular-nums", pressed ? "" : "text-fg")}>{formatCount(count)}</b>
      )}
    </button>
  );
}
