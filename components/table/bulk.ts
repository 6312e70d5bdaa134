/** One action on many rows: which of them it can be done to, and doing it. Pure but for `run`. */
import type { LucideIcon } from "lucide-react";
import type { Row } from "@/lib/contract/live.ts";
import { type Problem, toProblem } from "@/lib/format/problem.ts";

export type BulkAction = {
  id: string;
  /** On the button: `Stop`. */
  label: string;
  icon: LucideIcon;
  danger?: boolean;
  /** Why the user may not; null when he may. */
  denied: string | null;
  /** Why it cannot be done to this row; null when it can. */
  can: (row: Row) => string | null;
  /** What the question says about the rows that it will be done to. */
  ask: (rows: Row[]) => {
    title: string;
    consequences: string[];
    confirm: string;
    typeName?: string;
    /** A whole number from 0 to `most` that it asks for, the same for all rows. */
    number?: { label: string; initial: number; most: number };
  };
  /** `value` is the number that was asked for. */
  run: (row: Row, value?: number) => Promise<void>;
  /** What happened: `3 pods stopped`. */
  done: (count: number) => string;
};

export type Eligible = { rows: Row[]; skipped: number; reason: string | null };

/** `reason` is the first one why a row is skipped. */
export function eligible(action: Pick<BulkAction, "can">, rows: Iterable<Row>): Eligible {
  const result: Eligible = { rows: [], skipped: 0, reason: null };
  for (const row of rows) {
    const why = action.can(row);
    if (why === null) result.rows.push(row);
    else {
      result.skipped += 1;
      result.reason ??= why;
    }
  }
  return result;
}

export type Outcome = { done: Row[]; failed: { row: Row; problem: Problem }[] };

/** A few at a time; one failure stops none of the others. */
export async function runAll(
  rows: Row[],
  run: (row: Row) => Promise<void>,
  onStep: (done: number) => void,
  atOnce = 4,
): Promise<Outcome> {
  const outcome: Outcome = { done: [], failed: [] };
  const left = [...rows];
  const worker = async () => {
    for (let row = left.shift(); row !== undefined; row = left.shift()) {
      try {
        await run(row);
        outcome.done.push(row);
      } catch (error) {
        outcome.failed.push({ row, problem: toProblem(error) });
      }
      onStep(outcome.done.length + outcome.failed.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, rows.length) }, worker));
  return outcome;
}
