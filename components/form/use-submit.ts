"use client";
import { useCallback, useRef, useState } from "react";
import { type Problem, toProblem } from "@/lib/format/problem.ts";

export type Submit = {
  /** Runs the work unless it runs already; resolves to true when it did well. */
  submit: () => Promise<boolean>;
  busy: boolean;
  /** Why the last try failed, until the next. */
  problem: Problem | null;
  /** The thrown error itself, for its details. */
  error: unknown;
};

/** The life of a form's button: press, wait, done or why not. */
export function useSubmit(work: () => Promise<void>): Submit {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const running = useRef(false);
  const newest = useRef(work);
  newest.current = work;
  const submit = useCallback(async () => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setError(null);
    try {
      await newest.current();
      return true;
    } catch (thrown) {
      setError(thrown ?? new Error("it failed without a reason"));
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }, []);
  return { submit, busy, error, problem: error === null ? null : toProblem(error) };
}
