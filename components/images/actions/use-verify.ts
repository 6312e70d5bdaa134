"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { verifyImage } from "@/lib/api/console/image-upkeep.ts";
import type { ImageRef } from "@/lib/api/console/images.ts";
import type { VerifyLine } from "@/lib/contract/image-verify.ts";
import { type Problem, toProblem } from "@/lib/format/problem.ts";
import { addLine, type Steps } from "../transfer/transfer-steps.ts";

export type Verified = Extract<VerifyLine, { type: "verified" }>;
export type Verification = {
  state: "idle" | "running" | "verified" | "failed";
  steps: Steps | null;
  result: Verified | null;
  problem: Problem | null;
};

const idle: Verification = { state: "idle", steps: null, result: null, problem: null };

/** The life of a verification: progress until it is done, fails or is given up. */
export function useVerify(imageRef: ImageRef) {
  const [verification, setVerification] = useState<Verification>(idle);
  const abort = useRef<AbortController | null>(null);
  const { cluster, node, id } = imageRef;
  const run = useCallback(async () => {
    const mine = new AbortController();
    abort.current?.abort();
    abort.current = mine;
    setVerification({ ...idle, state: "running" });
    try {
      let isDone = false;
      for await (const line of verifyImage({ cluster, node, id }, { signal: mine.signal })) {
        if (line.type === "failed") throw { body: line.error };
        isDone = line.type === "verified";
        if (line.type === "verified") setVerification({ ...idle, state: "verified", result: line });
        else setVerification((held) => ({ ...held, steps: addLine(held.steps, line) }));
      }
      if (!isDone) throw new Error("the node ended the answer early");
    } catch (error) {
      setVerification(mine.signal.aborted ? idle : { ...idle, state: "failed", problem: toProblem(error) });
    }
  }, [cluster, node, id]);
  const cancel = useCallback(() => abort.current?.abort(), []);
  // A page that is left asks for nothing more.
  useEffect(() => cancel, [cancel]);
  return { verification, run, cancel };
}
