"use client";
import type { LucideIcon } from "lucide-react";
import type { ComponentProps, MouseEvent } from "react";
import { type ButtonVariant, buttonStyle } from "./button-style.ts";
import { Icon } from "./icon.tsx";
import { Spinner } from "./spinner.tsx";
import { Tooltip } from "./tooltip.tsx";

export type IconButtonProps = Omit<ComponentProps<"button">, "disabled" | "title" | "children"> & {
  icon: LucideIcon;
  /** Its name for everyone: read aloud, and shown on hover and focus. */
  label: string;
  variant?: ButtonVariant;
  size?: "md" | "sm";
  disabledReason?: string | null;
  busy?: boolean;
  /** A key that does the same, shown with the name. */
  hint?: string;
};

/** A button with an icon alone. Only for actions that everyone knows by their icon, or that stand in a row of them. */
export function IconButton(props: IconButtonProps) {
  const {
    icon,
    label,
    variant = "default",
    size = "md",
    disabledReason,
    busy,
    hint,
    className,
    onClick,
    ...rest
  } = props;
  const off = Boolean(disabledReason) || busy === true;
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (off) event.preventDefault();
    else onClick?.(event);
  };
  const shape = size === "md" ? "w-7 px-0!" : "w-6 px-0!";
  return (
    <Tooltip text={disabledReason ? `${label}: ${disabledReason}` : hint ? `${label} (${hint})` : label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-disabled={off || undefined}
        aria-busy={busy || undefined}
        onClick={press}
        className={buttonStyle(variant, size, `${shape} ${className ?? ""}`)}
      >
        {busy ? <Spinner /> : <Icon of={icon} />}
      </button>
    </Tooltip>
  );
}
