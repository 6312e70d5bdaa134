import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "./button-style.ts";
import { Icon } from "./icon.tsx";

/** A link that looks like a button: it goes to a page. */
export function ButtonLink(props: {
  href: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: LucideIcon;
  className?: string;
  children: ReactNode;
}) {
  const { href, variant = "default", size = "md", icon, className, children } = props;
  return (
    <Link href={href} className={buttonStyle(variant, size, className)}>
      {icon ? <Icon of={icon} /> : null}
      {children}
    </Link>
  );
}
