"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Icon } from "./icon.tsx";
import { Tooltip } from "./tooltip.tsx";

/** Copies a text; `what` names it ("UUID"). Small enough to stand in a line. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [state, setState] = useState<"idle" | "done" | "refused">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 1600);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState("done"),
      () => setState("refused"),
    );
  const says = state === "done" ? "Copied" : state === "refused" ? "The browser refuses to copy" : `Copy ${what}`;
  return (
    <Tooltip text={says}>
      <button
        type="button"
        aria-label={says}
        onClick={copy}
        className="inline-grid size-5 flex-none place-items-center rounded-sm align-[-2px] text-fg-3 hover:bg-hover hover:text-fg"
      >
        <Icon of={state === "done" ? Check : Copy} size={12} className={state === "done" ? "text-ok" : ""} />
      </button>
    </Tooltip>
  );
}
