import { formatPercent } from "@/lib/format/number.ts";
import { cx } from "./cx.ts";

/** Where a meter turns amber. */
const hot = 0.85;

export type MeterProps = {
  /** What is measured, for those who listen ("memory"). */
  label: string;
  value: number;
  /** The most there can be; without it there is no bar. */
  most: number | null;
  /** Said instead of the percentage ("94 MiB"). */
  text?: string;
  /** `cell` for tables, `wide` fills its place with the text above. */
  shape?: "cell" | "wide";
};

/** A bar and its number. Drawn with SVG attributes: it needs no inline style. */
export function Meter({ label, value, most, text, shape = "cell" }: MeterProps) {
  const share = most !== null && most > 0 ? Math.min(1, Math.max(0, value / most)) : null;
  const says = text ?? (share === null ? String(value) : formatPercent(share));
  if (share === null) return <span className="tabular-nums">{says}</span>;
  const wide = shape === "wide";
  return (
    <span className={cx("inline-flex min-w-0 items-center", wide ? "w-full" : "gap-2")}>
      <svg
        role="img"
        aria-label={`${label}: ${says}`}
        viewBox="0 0 100 4"
        preserveAspectRatio="none"
        className={cx("flex-none overflow-hidden rounded-full bg-idle-weak", wide ? "h-1.5 w-full" : "h-1 w-11")}
      >
        <rect width={share * 100} height="4" className={share >= hot ? "fill-warn" : "fill-busy"} />
      </svg>
      {wide ? null : <span className="truncate tabular-nums">{says}</span>}
    </span>
  );
}
