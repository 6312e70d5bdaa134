"use client";
import { useCallback, useRef, useState } from "react";
import type { Image, ImageProgress } from "@/lib/contract/image.ts";
import { type Problem, toProblem } from "@/lib/format/problem.ts";
import { addLine, type Steps } from "./transfer-steps.ts";

export type Transfer = {
  state: "idle" | "running" | "done" | "failed";
  steps: Steps | null;
  image: Image | null;
  problem: Problem | null;
};

const idle: Transfer = { state: "idle", steps: null, image: null, problem: null };

/** The life of a fetch or an upload: progress lines until it is done, fails or is given up. */
export function useTransfer() {
  const [transfer, setTransfer] = useState<Transfer>(idle);
  const abort = useRef<AbortController | null>(null);
  const run = useCallback(async (start: (signal: AbortSignal) => AsyncIterable<ImageProgress>) => {
    const mine = new AbortController();
    abort.current = mine;
    setTransfer({ ...idle, state: "running" });
    try {
      for await (const line of start(mine.signal)) {
        if (line.type === "failed") throw { body: line.error };
        if (line.type === "done") setTransfer({ ...idle, state: "done", image: line.image });
        else setTransfer((held) => ({ ...held, steps: addLine(held.steps, line) }));
      }
      setTransfer((held) =>
        held.state === "running"
          ? { ...idle, state: "failed", problem: toProblem(new Error("the node ended the answer early")) }
          : held,
      );
    } catch (error) {
      setTransfer(mine.signal.aborted ? idle : { ...idle, state: "failed", problem: toProblem(error) });
    }
  }, []);
  const cancel = useCallback(() => abort.current?.abort(), []);
  const reset = useCallback(() => setTransfer(idle), []);
  return { transfer, run, cancel, reset };
}
