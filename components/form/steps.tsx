"use client";
import { Check } from "lucide-react";
import { cx } from "@/components/ui/cx.ts";
import { Icon } from "@/components/ui/icon.tsx";

export type Step = {
  id: string;
  label: string;
  state: "done" | "here" | "open" | "locked";
  /** What is wrong in it, for its mark. */
  fault?: boolean;
};

/** The steps of a guided flow: at the left on wide screens, a row on narrow ones. Steps that are done or open can be returned to. */
export function Steps({ label, steps, onGo }: { label: string; steps: Step[]; onGo: (id: string) => void }) {
  return (
    <nav aria-label={label}>
      <ol className="flex gap-1 md:flex-col max-md:overflow-x-auto">
        {steps.map((step, index) => (
          <li key={step.id}>
            <button
              type="button"
              aria-current={step.state === "here" ? "step" : undefined}
              aria-disabled={step.state === "locked" || undefined}
              onClick={() => step.state !== "locked" && onGo(step.id)}
              className={cx(
                "flex h-8 w-full items-center gap-2.5 whitespace-nowrap rounded-md px-2 text-left",
                step.state === "here" ? "bg-hover font-medium text-fg" : "text-fg-2",
                step.state === "locked" ? "text-fg-3" : "hover:bg-hover",
              )}
            >
              <span
                className={cx(
                  "grid size-5 flex-none place-items-center rounded-full border text-xs tabular-nums",
                  step.fault
                    ? "border-bad text-bad"
                    : step.state === "here"
                      ? "border-accent bg-accent text-on-accent"
                      : step.state === "done"
                        ? "border-ok text-ok"
                        : "border-line-strong",
                )}
              >
                {step.fault ? "!" : step.state === "done" ? <Icon of={Check} size={11} /> : index + 1}
              </span>
              <span className={step.state === "here" ? "" : "max-md:sr-only"}>{step.label}</span>
              {step.fault ? <span className="sr-only">has an error</span> : null}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
