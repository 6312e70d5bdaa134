"use client";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { Icon } from "./icon.tsx";

export type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  /** One sentence under the title, read aloud when it opens. */
  description?: ReactNode;
  /** The buttons, right-aligned, the main one last. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg";
  /** Work is under way: neither Escape nor a click beside it closes. */
  locked?: boolean;
  children?: ReactNode;
};

const widths = { sm: "w-[420px]", md: "w-[560px]", lg: "w-[820px]" };

/** The first field, or the dialog itself: never the button that closes it, nor the one that confirms. */
function focusFirst(event: Event): void {
  event.preventDefault();
  const dialog = event.currentTarget;
  if (!(dialog instanceof HTMLElement)) return;
  const field = dialog.querySelector<HTMLElement>("input:not([type=hidden]):not([hidden]), select, textarea");
  (field ?? dialog).focus();
}

/** Asks or shows something above the page. Focus goes in, stays in and returns. On a narrow screen it fills the width. */
export function Dialog(props: DialogProps) {
  const { open, onClose, title, description, footer, size = "md", locked = false, children } = props;
  const hold = (event: Event) => {
    if (locked) event.preventDefault();
  };
  return (
    <Radix.Root open={open} onOpenChange={(next) => next || locked || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-enter bg-[rgb(8_11_15/.5)]" />
        <Radix.Content
          onOpenAutoFocus={focusFirst}
          onEscapeKeyDown={hold}
          onInteractOutside={hold}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cx(
            "fixed top-[12vh] left-1/2 z-40 flex outline-none! max-h-[76vh] max-w-[calc(100vw-16px)] -translate-x-1/2 flex-col rounded-xl border border-line-strong bg-raised shadow-raised max-md:top-auto max-md:bottom-2 max-md:max-h-[86vh]",
            widths[size],
          )}
        >
          <div className="flex items-start gap-3 px-4 pt-3.5 pb-2">
            <div className="min-w-0 flex-1">
              <Radix.Title className="break-words font-semibold text-lg">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="mt-0.5 break-words text-fg-2">{description}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close
              aria-label="Close"
              aria-disabled={locked || undefined}
              className="-mr-1 inline-grid size-6 flex-none place-items-center rounded-md text-fg-2 hover:bg-hover hover:text-fg aria-disabled:opacity-45"
            >
              <Icon of={X} />
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-4 pt-1 pb-4">{children}</div>
          {footer ? (
            <div className="flex flex-wrap items-center justify-end gap-2 border-line border-t px-4 py-3">{footer}</div>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
