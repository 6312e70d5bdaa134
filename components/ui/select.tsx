import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "./cx.ts";
import { Icon } from "./icon.tsx";

export type SelectOption = { value: string; label: string; disabled?: boolean };

/** One of a few. The browser's own list: it works with every keyboard, finger and screen reader. */
export function Select({ options, className, ...rest }: ComponentProps<"select"> & { options: SelectOption[] }) {
  return (
    <span className={cx("relative inline-flex w-full min-w-0", className)}>
      <select {...rest} className="field appearance-none truncate pr-7!">
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon of={ChevronDown} className="pointer-events-none absolute top-[7px] right-2 text-fg-3" />
    </span>
  );
}
