"use client";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Field } from "@/components/form/field.tsx";
import { FormProblem } from "@/components/form/form-problem.tsx";
import { useSession } from "@/components/layout/session-context.tsx";
import { Banner } from "@/components/ui/banner.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Input } from "@/components/ui/input.tsx";
import type { ImageProgress } from "@/lib/contract/image.ts";
import { paths } from "@/lib/paths.ts";
import { imageTitle } from "../image-title.ts";
import { InsecureChoices, type Leniency } from "./insecure-choices.tsx";
import { NodeField, useNodeChoice } from "./node-field.tsx";
import { useTransfer } from "./transfer.ts";
import { TransferProgress } from "./transfer-progress.tsx";

export type TransferTarget = {
  cluster: string;
  node: string;
  insecureOptions: Leniency[];
  /** Opens an encrypted archive. */
  passphrase: string | undefined;
  /** Aborted when the reader gives up. */
  signal: AbortSignal;
};

type TransferDialogProps = {
  open: boolean;
  onClose: () => void;
  /** The node that it begins with. */
  node?: string;
  title: string;
  description: string;
  /** What the button says: `Fetch`. */
  verb: string;
  /** What has to be filled in before it can start; null when all is. */
  missing: string | null;
  /** Checks that may be left out. */
  insecure: readonly Leniency[];
  start: (target: TransferTarget) => AsyncIterable<ImageProgress>;
  /** What is transferred; the fields stand still while it runs. */
  children: (running: boolean, node: string) => ReactNode;
};

/** Brings an image into a node's store, with progress; ends on the way to the image's page. */
export function TransferDialog(props: TransferDialogProps) {
  const { open, onClose, title, description, verb, insecure, start, children } = props;
  const { cluster } = useSession();
  const router = useRouter();
  const choice = useNodeChoice(cluster, props.node);
  const [chosen, setChosen] = useState<ReadonlySet<Leniency>>(new Set());
  const [passphrase, setPassphrase] = useState("");
  const { transfer, run, cancel, reset } = useTransfer();
  const running = transfer.state === "running";
  const done = transfer.state === "done" ? transfer.image : null;
  const isEncrypted = passphrase !== "" || transfer.problem?.code.startsWith("passphrase-") === true;
  const missing = props.missing ?? (choice.node === "" ? "no node is there" : null);
  const close = () => {
    cancel();
    reset();
    setPassphrase("");
    onClose();
  };
  const submit = () => {
    if (missing !== null || running) return;
    const insecureOptions = insecure.filter((one) => chosen.has(one));
    const secret = passphrase === "" ? undefined : passphrase;
    void run((signal) => start({ cluster, node: choice.node, insecureOptions, passphrase: secret, signal }));
  };
  const footer = (
    <>
      <Button onClick={running ? cancel : close}>{running ? "Give up" : done ? "Close" : "Cancel"}</Button>
      {done ? (
        <Button
          variant="primary"
          onClick={() => {
            close();
            router.push(paths.image(cluster, choice.node, done.id));
          }}
        >
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
        {children(running, choice.node)}
        {isEncrypted ? (
          <Field label="Passphrase" required hint="Opens the archive on its way in. It is never kept.">
            {(control) => (
              <Input
                {...control}
                type="password"
                disabled={running}
                value={passphrase}
                onChange={({ target }) => setPassphrase(target.value)}
              />
            )}
          </Field>
        ) : null}
        <InsecureChoices offered={insecure} chosen={chosen} onChange={setChosen} disabled={running} />
        {running ? <TransferProgress steps={transfer.steps} /> : null}
        {done ? (
          <Banner tone="ok" title={`${imageTitle(done)} is in the store of ${choice.node}`}>
            {done.trust.kind === "signed" ? "Its signature is good." : "It came in without a signature."}
          </Banner>
        ) : null}
        <FormProblem problem={transfer.problem} />
      </form>
    </Dialog>
  );
}
