"use client";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { FormProblem } from "@/components/form/form-problem.tsx";
import { useSession } from "@/components/layout/session-context.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import type { ImageProgress } from "@/lib/contract/image.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { NodeField, useNodeChoice } from "./node-field.tsx";
import { useTransfer } from "./transfer.ts";
import { TransferProgress } from "./transfer-progress.tsx";
import { UnsignedChoice } from "./unsigned-choice.tsx";

export type TransferTarget = {
  cluster: string;
  node: string;
  insecureOptions: "image"[];
  /** Aborted when the reader gives up. */
  signal: AbortSignal;
};

type TransferDialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  description: string;
  /** What the button says: `Fetch`. */
  verb: string;
  /** What has to be filled in before it can start; null when all is. */
  missing: string | null;
  start: (target: TransferTarget) => AsyncIterable<ImageProgress>;
  /** What is transferred; the fields stand still while it runs. */
  children: (running: boolean) => ReactNode;
};

/** Brings an image into a node's store, with progress; ends on the way to the image's page. */
export function TransferDialog(props: TransferDialogProps) {
  const { open, onClose, title, description, verb, start, children } = props;
  const { cluster } = useSession();
  const router = useRouter();
  const choice = useNodeChoice(cluster);
  const [isUnsigned, setUnsigned] = useState(false);
  const { transfer, run, cancel, reset } = useTransfer();
  const running = transfer.state === "running";
  const done = transfer.state === "done" ? transfer.image : null;
  const missing = props.missing ?? (choice.node === "" ? "no node is there" : null);
  const close = () => {
    cancel();
    reset();
    onClose();
  };
  const submit = () => {
    if (missing !== null || running) return;
    const insecureOptions: "image"[] = isUnsigned ? ["image"] : [];
    void run((signal) => start({ cluster, node: choice.node, insecureOptions, signal }));
  };
  const footer = (
    <>
      <Button onClick={running ? cancel : close}>{running ? "Give up" : done ? "Close" : "Cancel"}</Button>
      {done ? (
        <Button variant="primary" onClick={() => router.push(paths.image(cluster, choice.node, done.id))}>
          Open the image
        </Button>
      ) : (
        <Button variant="primary" busy={running} disabledReason={missing} onClick={submit}>
          {verb}
        </Button>
      )}
    </>
  );
  return (
    <Dialog open={open} onClose={close} locked={running} title={title} description={description} footer={footer}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <NodeField choice={choice} disabled={running} />
        {children(running)}
        <UnsignedChoice checked={isUnsigned} onChange={setUnsigned} disabled={running} />
        {running ? <TransferProgress transfer={transfer} /> : null}
        {done ? <p role="status">The image {plainText(done.name)} is in the store.</p> : null}
        <FormProblem problem={transfer.problem} />
      </form>
    </Dialog>
  );
}
