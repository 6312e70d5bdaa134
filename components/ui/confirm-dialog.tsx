"use client";
import { type ReactNode, useId, useState } from "react";
import { toProblem } from "@/lib/format/problem.ts";
import { Banner } from "./banner.tsx";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Input } from "./input.tsx";

export type ConfirmDialogProps = {
  open: boolean;
  onClose: () => void;
  /** A question that names what it is about: `Remove pod web?` */
  title: string;
  /** What will happen to what, a sentence each. */
  consequences: ReactNode[];
  /** The verb again: `Remove pod`. Never "OK". */
  confirm: string;
  danger?: boolean;
  /** What cannot be undone asks for this name. */
  typeName?: string;
  /** The dialog waits for it, closes when it resolves and shows why when it rejects. */
  onConfirm: () => Promise<void>;
  children?: ReactNode;
};

/** Says what will happen to what, before it happens. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onClose, title, consequences, confirm, danger, typeName, onConfirm, children } = props;
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const id = useId();
  const close = () => {
    setTyped("");
    setError(null);
    onClose();
  };
  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      close();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  const missing = typeName !== undefined && typed !== typeName ? `type ${typeName} to confirm` : null;
  const problem = error === null ? null : toProblem(error);
  const footer = (
    <>
      <Button onClick={close} disabledReason={busy ? "work is under way" : null}>
        Cancel
      </Button>
      <Button variant={danger ? "danger-solid" : "primary"} busy={busy} disabledReason={missing} onClick={run}>
        {confirm}
      </Button>
    </>
  );
  return (
    <Dialog open={open} onClose={close} title={title} size="sm" locked={busy} footer={footer}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (missing === null && !busy) void run();
        }}
      >
        <ul className="flex flex-col gap-1.5 text-fg-2">
          {consequences.map((consequence, at) => (
            // The list never changes its order while the dialog is open.
            <li
              key={String(at)}
              className="flex gap-2 before:mt-[9px] before:size-[3px] before:flex-none before:rounded-full before:bg-fg-3"
            >
              <span className="min-w-0 break-words">{consequence}</span>
            </li>
          ))}
        </ul>
        {children}
        {typeName === undefined ? null : (
          <label htmlFor={id} className="mt-4 block">
            <span className="mb-1 block text-fg-2">
              Type <span className="mono break-all text-fg">{typeName}</span> to confirm
            </span>
            <Input id={id} mono autoFocus value={typed} onChange={(event) => setTyped(event.target.value)} />
          </label>
        )}
        {problem ? (
          <Banner tone="bad" title={problem.why} className="mt-4">
            {problem.requestId ? <span className="mono">request {problem.requestId}</span> : null}
          </Banner>
        ) : null}
      </form>
    </Dialog>
  );
}
