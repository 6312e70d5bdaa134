"use client";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { Input } from "@/components/ui/input.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import type { Row } from "@/lib/contract/live.ts";
import { formatCount } from "@/lib/format/number.ts";
import { type BulkAction, type Eligible, eligible, runAll } from "./bulk.ts";
import { cellWord } from "./cell-text.ts";

/** What can be done to what is chosen. Rows that it cannot be done to are left out, and said. */
export function BulkBar(props: { chosen: ReadonlyMap<string, Row>; actions: BulkAction[]; onClear: () => void }) {
  const { chosen, actions, onClear } = props;
  const [asked, setAsked] = useState<BulkAction | null>(null);
  if (chosen.size === 0) return null;
  return (
    <>
      <div
        role="toolbar"
        aria-label="Actions on what is chosen"
        className="absolute bottom-11 left-1/2 z-20 flex max-w-[calc(100%-16px)] -translate-x-1/2 animate-enter items-center gap-2 rounded-xl border border-line-strong bg-raised py-1.5 pr-2 pl-3 shadow-raised max-md:right-2 max-md:left-2 max-md:translate-x-0"
      >
        <b className="whitespace-nowrap font-semibold tabular-nums">{formatCount(chosen.size)} selected</b>
        {actions.map((action) => {
          const { rows, reason } = eligible(action, chosen.values());
          return (
            <Button
              key={action.id}
              icon={action.icon}
              variant={action.danger ? "danger" : "default"}
              disabledReason={action.denied ?? (rows.length === 0 ? reason : null)}
              onClick={() => setAsked(action)}
            >
              {action.label}
            </Button>
          );
        })}
        <button
          type="button"
          onClick={onClear}
          className="ml-auto whitespace-nowrap rounded-sm px-1 text-fg-3 hover:text-fg"
        >
          <span className="max-md:hidden">Esc clears</span>
          <span className="md:hidden">Clear</span>
        </button>
      </div>
      {asked ? (
        <BulkQuestion
          action={asked}
          found={eligible(asked, chosen.values())}
          onClose={() => setAsked(null)}
          onDone={onClear}
        />
      ) : null}
    </>
  );
}

type QuestionProps = { action: BulkAction; found: Eligible; onClose: () => void; onDone: () => void };

function BulkQuestion({ action, found, onClose, onDone }: QuestionProps) {
  const [held] = useState(found);
  const [step, setStep] = useState(0);
  const [typed, setTyped] = useState<string | null>(null);
  const id = useId();
  const question = action.ask(held.rows);
  const skipped =
    held.skipped > 0
      ? [`${formatCount(held.skipped)} of the chosen stay as they are: ${held.reason ?? "not possible now"}`]
      : [];
  const { number } = question;
  const value = typed ?? String(number?.initial ?? "");
  const run = async () => {
    const given = number === undefined ? undefined : wholeNumber(value, number.most);
    const outcome = await runAll(held.rows, (row) => action.run(row, given), setStep);
    if (outcome.done.length > 0) showToast({ tone: "ok", title: action.done(outcome.done.length) });
    for (const { row, problem } of outcome.failed.slice(0, 3)) {
      showToast({
        tone: "bad",
        title: `${action.label.replace("…", "")} failed for ${cellWord(row.cells.name) || row.key}`,
        detail: problem.why,
        requestId: problem.requestId,
      });
    }
    onDone();
  };
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={question.title}
      consequences={[...question.consequences, ...skipped]}
      confirm={step > 0 ? `${step} of ${held.rows.length}` : question.confirm}
      danger={action.danger}
      typeName={question.typeName}
      onConfirm={run}
    >
      {number === undefined ? null : (
        <label htmlFor={id} className="mt-4 block">
          <span className="mb-1 block text-fg-2">{number.label}</span>
          <Input
            id={id}
            inputMode="numeric"
            className="max-w-32"
            value={value}
            onChange={({ target }) => setTyped(target.value)}
          />
        </label>
      )}
    </ConfirmDialog>
  );
}

/** Throws what the dialog shows when it is none. */
function wholeNumber(typed: string, most: number): number {
  const value = /^\d{1,9}$/.test(typed.trim()) ? Number(typed.trim()) : Number.NaN;
  if (!(value <= most)) throw new Error(`give a whole number from 0 to ${formatCount(most)}`);
  return value;
}
