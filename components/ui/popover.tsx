"use client";
import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

/** A small form or list at its trigger; for commands take `Menu`. */
export function Popover(props: {
  trigger: ReactNode;
  /** Its name for those who listen. */
  label: string;
  align?: "start" | "end";
  className?: string;
  children: ReactNode;
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{props.trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={props.label}
          align={props.align ?? "end"}
          sideOffset={4}
          collisionPadding={8}
          className={cx(
            "z-50 max-h-[70vh] animate-enter overflow-y-auto rounded-lg border border-line-strong bg-raised p-1 shadow-raised",
            props.className,
          )}
        >
          {props.children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
