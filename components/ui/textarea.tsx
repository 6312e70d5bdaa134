import type { ComponentProps } from "react";
import { cx } from "./cx.ts";

/** Several lines of text. */
export function Textarea({ mono, className, rows = 4, ...rest }: ComponentProps<"textarea"> & { mono?: boolean }) {
  return (
    <textarea
      rows={rows}
      spellCheck={false}
      {...rest}
      className={cx("field h-auto! resize-y py-1.5!", mono && "mono", className)}
    />
  );
}
