import type { ReactNode } from "react";
import { cx } from "./cx.ts";

/** A frame around a small table or form. Never inside another one. */
export function Panel({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={cx("overflow-hidden rounded-lg border border-line", className)}>{children}</div>;
}
