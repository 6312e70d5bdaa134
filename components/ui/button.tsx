"use client";
import type { LucideIcon } from "lucide-react";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "./button-style.ts";
import { Icon } from "./icon.tsx";
import { Spinner } from "./spinner.tsx";
import { Tooltip } from "./tooltip.tsx";

export type ButtonProps = Omit<ComponentProps<"button">, "disabled" | "title"> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: LucideIcon;
  /** Why it cannot be pressed now; null or absent when it can. Shown on hover and on focus: the button stays reachable. */
  disabledReason?: string | null;
  /** Its work is under way: a spinner, and further presses do nothing. */
  busy?: boolean;
  children?: ReactNode;
};

/** Does something here. For going elsewhere take `ButtonLink`. One `primary` a page at most. */
export function Button(props: ButtonProps) {
  const { variant = "default", size = "md", icon, disabledReason, busy, children, className, onClick, ...rest } = props;
  const off = Boolean(disabledReason) || busy === true;
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (off) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <Tooltip text={disabledReason ?? ""}>
      <button
        type="button"
        {...rest}
        aria-disabled={off || undefined}
        aria-busy={busy || undefined}
        onClick={press}
        className={buttonStyle(variant, size, className)}
      >
        {busy ? <Spinner /> : icon ? <Icon of={icon} /> : null}
        {children}
      </button>
    </Tooltip>
  );
}
