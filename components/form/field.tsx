"use client";
import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cx } from "@/components/ui/cx.ts";
import { Icon } from "@/components/ui/icon.tsx";

/** What a control must carry to belong to its label, hint and error: spread it on Input, Select, Textarea … */
export type ControlProps = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
  "aria-required": boolean | undefined;
};

export type FieldProps = {
  label: string;
  /** What to put in, and why, in a sentence. */
  hint?: ReactNode;
  /** What is wrong with the value; null or absent when nothing is. */
  error?: string | null;
  required?: boolean;
  /** Beside the label, at the right: an action or a state. */
  aside?: ReactNode;
  className?: string;
  children: (control: ControlProps) => ReactNode;
};

/** A label, its control, a hint and an error under it. `<Field label="Name">{(c) => <Input {...c} />}</Field>` */
export function Field({ label, hint, error, required, aside, className, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const described = [error ? errorId : null, hint ? hintId : null].filter(Boolean).join(" ");
  const control: ControlProps = {
    id,
    "aria-describedby": described === "" ? undefined : described,
    "aria-invalid": error ? true : undefined,
    "aria-required": required || undefined,
  };
  return (
    <div className={cx("min-w-0", className)}>
      <div className="mb-1 flex items-baseline gap-2">
        <label htmlFor={id} className="font-medium">
          {label}
          {required ? null : <span className="font-normal text-fg-3"> optional</span>}
        </label>
        {aside ? <span className="ml-auto text-sm">{aside}</span> : null}
      </div>
      {children(control)}
      {error ? (
        <p id={errorId} role="alert" className="mt-1 flex items-start gap-1.5 text-bad text-sm">
          <Icon of={CircleAlert} size={12} className="mt-[3px]" />
          <span className="min-w-0 break-words">{error}</span>
        </p>
      ) : null}
      {hint ? (
        <p id={hintId} className="mt-1 text-fg-3 text-sm">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
