"use client";
import { useEffect } from "react";
import { FormProblem } from "@/components/form/form-problem.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import type { ImageRef } from "@/lib/api/console/images.ts";
import { TransferProgress } from "../transfer/transfer-progress.tsx";
import { useVerify } from "./use-verify.ts";
import { VerifyResult } from "./verify-result.tsx";

type VerifyDialogProps = { open: boolean; onClose: () => void; imageRef: ImageRef; title: string };

/** Reads every stored byte of an image again, and says plainly whether it is as it came in. Begins when it opens. */
export function VerifyDialog({ open, onClose, imageRef, title }: VerifyDialogProps) {
  const { verification, run, cancel } = useVerify(imageRef);
  const { state, steps, result, problem } = verification;
  useEffect(() => {
    if (open) void run();
  }, [open, run]);
  const running = state === "running";
  const close = () => {
    cancel();
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={`Verify ${title}`}
      description="Every stored byte is read again and compared with what came in. Pods run on meanwhile."
      footer={
        <>
          <Button onClick={close}>{running ? "Give up" : "Close"}</Button>
          {running ? null : <Button onClick={() => void run()}>Verify again</Button>}
        </>
      }
    >
      {running ? <TransferProgress steps={steps} wanted={["verify"]} /> : null}
      {result ? <VerifyResult result={result} /> : null}
      <FormProblem problem={problem} />
    </Dialog>
  );
}
