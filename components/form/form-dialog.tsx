"use client";
import { type FormEvent, type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import type { Problem } from "@/lib/format/problem.ts";
import { FormProblem } from "./form-problem.tsx";

export type FormDialogProps = {
  title: string;
  description: string;
  /** Words of the button that sends the form. */
  action: string;
  onSend: () => void;
  /** Why it cannot be sent now; null when it can. Enter obeys it too. */
  disabledReason?: string | null;
  /** The form is being sent. */
  busy: boolean;
  /** Other work of the dialog is under way: it stays open. */
  locked?: boolean;
  problem: Problem | null;
  /** At the left of the buttons. */
  aside?: ReactNode;
  onClose: () => void;
  children: ReactNode;
};

/** A small form in a dialog: fields, what went wrong, Cancel and one button. It cannot be left while it is being sent. */
export function FormDialog(props: FormDialogProps) {
  const { title, description, action, busy, problem, aside, onClose, children } = props;
  const form = useId();
  const why = props.disabledReason ?? null;
  const isLocked = busy || props.locked === true;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (why === null && !isLocked) props.onSend();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={description}
      size="sm"
      locked={isLocked}
      footer={
        <>
          {aside}
          {aside ? <span className="flex-1" /> : null}
          <Button onClick={onClose} disabledReason={isLocked ? "work is under way" : null}>
            Cancel
          </Button>
          <Button type="submit" form={form} variant="primary" busy={busy} disabledReason={why}>
            {action}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={send} className="flex flex-col gap-4">
        {children}
        <FormProblem problem={problem} />
      </form>
    </Dialog>
  );
}
