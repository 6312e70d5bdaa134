import { cx } from "./cx.ts";

export type ButtonVariant = "default" | "primary" | "danger" | "danger-solid" | "ghost";
export type ButtonSize = "md" | "sm";

const base =
  "inline-flex select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium aria-disabled:not-aria-busy:opacity-45 transition-colors duration-75";
const sizes: Record<ButtonSize, string> = { md: "h-7 px-2.5", sm: "h-6 px-2 text-sm" };
const variants: Record<ButtonVariant, string> = {
  default: "border-line-strong bg-raised text-fg not-aria-disabled:hover:bg-hover data-[state=open]:bg-hover",
  primary:
    "border-accent bg-accent text-on-accent not-aria-disabled:hover:border-accent-strong not-aria-disabled:hover:bg-accent-strong",
  danger:
    "border-line-strong bg-raised text-bad not-aria-disabled:hover:border-bad not-aria-disabled:hover:bg-bad-weak",
  "danger-solid": "border-bad bg-bad text-bg not-aria-disabled:hover:brightness-110",
  ghost:
    "border-transparent bg-transparent text-fg-2 not-aria-disabled:hover:bg-hover not-aria-disabled:hover:text-fg data-[state=open]:bg-hover",
};

/** The look of buttons and of links that look like one. */
export function buttonStyle(variant: ButtonVariant, size: ButtonSize, extra?: string): string {
  return cx(base, sizes[size], variants[variant], extra);
}
