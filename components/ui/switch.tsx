"use client";
import type { ComponentProps } from "react";
import { cx } from "./cx.ts";

/** On or off, at once. Where a form is sent later, take a checkbox. */
export function Switch(props: Omit<ComponentProps<"input">, "type" | "role" | "size"> & { checked: boolean }) {
  const { className, checked, ...rest } = props;
  return (
    <span className={cx("relative inline-flex h-4 w-7 flex-none align-[-3px]", className)}>
      <input
        {...rest}
        type="checkbox"
        role="switch"
        checked={checked}
        aria-checked={checked}
        className="peer h-4 w-7 appearance-none rounded-full border border-line-strong bg-idle-weak checked:border-accent checked:bg-accent disabled:opacity-45"
      />
      <span className="pointer-events-none absolute top-[3px] left-[3px] size-2.5 rounded-full bg-idle transition-transform duration-100 peer-checked:translate-x-3 peer-checked:bg-on-accent" />
    </span>
  );
}
