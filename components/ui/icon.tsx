import type { LucideIcon } from "lucide-react";
import { cx } from "./cx.ts";

/** A Lucide icon in the console's size and weight. It never carries meaning alone: a word stands beside it or labels its button. */
export function Icon({ of: Shape, size = 14, className }: { of: LucideIcon; size?: number; className?: string }) {
  return (
    <Shape size={size} strokeWidth={2.2} aria-hidden="true" focusable="false" className={cx("flex-none", className)} />
  );
}
