import type { ComponentProps } from "react";
import { cx } from "./cx.ts";

/** A line of text. `mono` for names, ids, paths and commands. Wrap it in form/field for its label, hint and error. */
export function Input({ mono, className, type = "text", ...rest }: ComponentProps<"input"> & { mono?: boolean }) {
  return (
    <input
      type={type}
      autoComplete="off"
      spellCheck={false}
      {...rest}
      className={cx("field", mono && "mono", className)}
    />
  );
}
