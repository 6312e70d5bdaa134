"use client";
import { Check, Minus } from "lucide-react";
import type { ComponentProps } from "react";
import { useEffect, useRef } from "react";
import { cx } from "./cx.ts";
import { Icon } from "./icon.tsx";

export type CheckboxProps = Omit<ComponentProps<"input">, "type" | "size"> & {
  /** Some of what it stands for is chosen. */
  indeterminate?: boolean;
};

/** A box to tick; label it with a `<label>` around it or `aria-label`. */
export function Checkbox({ indeterminate = false, className, ...rest }: CheckboxProps) {
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (ref.current) ref.current.indeterminate = indeterminate;
  }, [indeterminate]);
  return (
    <span className={cx("relative inline-grid size-3.5 flex-none place-items-center align-[-2px]", className)}>
      <input
        {...rest}
        ref={ref}
        type="checkbox"
        className="peer size-3.5 appearance-none rounded-[3px] border border-line-strong bg-bg checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent hover:border-fg-3 disabled:opacity-45"
      />
      <Icon
        of={Check}
        size={11}
        className="pointer-events-none absolute hidden text-on-accent peer-checked:block peer-indeterminate:hidden"
      />
      <Icon
        of={Minus}
        size={11}
        className="pointer-events-none absolute hidden text-on-accent peer-indeterminate:block"
      />
    </span>
  );
}
