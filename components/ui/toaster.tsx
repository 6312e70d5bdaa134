"use client";
import { X } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { CopyButton } from "./copy-button.tsx";
import { cx } from "./cx.ts";
import { Icon } from "./icon.tsx";
import { closeToast, type Toast, toastStore } from "./toast-store.ts";
import { toneIcon, toneText } from "./tone.ts";

const none: readonly Toast[] = [];

/** Where toasts stand; once in the application. `showToast` of toast-store puts one up. */
export function Toaster() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.getSnapshot, () => none);
  return (
    <section
      aria-label="Notifications"
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-4 z-50 flex w-80 max-w-[calc(100vw-32px)] flex-col gap-2 max-md:bottom-16"
    >
      {toasts.map((toast) => (
        <One key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function One({ toast }: { toast: Toast }) {
  const [held, setHeld] = useState(false);
  const stays = held || toast.tone === "bad";
  useEffect(() => {
    if (stays) return;
    const timer = setTimeout(() => closeToast(toast.id), 5000);
    return () => clearTimeout(timer);
  }, [stays, toast.id]);
  return (
    <div
      role={toast.tone === "bad" ? "alert" : undefined}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      className="pointer-events-auto flex animate-enter items-start gap-2.5 rounded-xl border border-line-strong bg-raised py-2 pr-2 pl-3 shadow-raised"
    >
      <Icon of={toneIcon[toast.tone]} className={cx("mt-[3px]", toneText[toast.tone])} />
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium">{toast.title}</p>
        {toast.detail ? <p className="break-words text-fg-2 text-sm">{toast.detail}</p> : null}
        {toast.requestId ? (
          <p className="mono text-fg-3">
            {toast.requestId} <CopyButton text={toast.requestId} what="request id" />
          </p>
        ) : null}
      </div>
      <button
        type="button"
        aria-label="Close"
        onClick={() => closeToast(toast.id)}
        className="inline-grid size-5 place-items-center rounded-sm text-fg-3 hover:bg-hover hover:text-fg"
      >
        <Icon of={X} size={12} />
      </button>
    </div>
  );
}
