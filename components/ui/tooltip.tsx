"use client";
import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** Wrap the application once: tooltips open after 300 ms, at once when one was open just before. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={300} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  );
}

export type TooltipProps = {
  /** What it says; without it the children are shown as they are. */
  text: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  /** One element that takes focus, or nobody on a keyboard will ever read it. */
  children: ReactNode;
};

/** Says more on hover and on focus. Never the only place where something needful stands. */
export function Tooltip({ text, side = "top", children }: TooltipProps) {
  if (text === null || text === undefined || text === "") return children;
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-80 animate-enter rounded-md bg-fg px-2 py-1 text-sm text-bg shadow-raised"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
