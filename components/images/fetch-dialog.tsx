"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Field } from "@/components/form/field.tsx";
import { FormProblem } from "@/components/form/form-problem.tsx";
import { useSession } from "@/components/layout/session-context.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Input } from "@/components/ui/input.tsx";
import { fetchImage } from "@/lib/api/console/images.ts";
import { paths } from "@/lib/paths.ts";
import { NodeField, useNodeChoice } from "./node-field.tsx";
import { useTransfer } from "./transfer.ts";
import { TransferProgress } from "./transfer-progress.tsx";
import { UnsignedChoice } from "./unsigned-choice.tsx";

/** Fetches an image from a registry into a node's store, with progress; ends on the image's page. */
export function FetchDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { cluster } = useSession();
  const router = useRouter();
  const choice = useNodeChoice(cluster);
  const [source, setSource] = useState("");
  const [isUnsigned, setUnsigned] = useState(false);
  const { transfer, run, cancel, reset } = useTransfer();
  const running = transfer.state === "running";
  const close = () => {
    cancel();
    reset();
    onClose();
  };
  const written = source.trim();
  const full = written === "" || /^[a-z]+:\/\/|^\//.test(written) ? written : `docker://${written}`;
  const missing = written === "" ? "name an image" : choice.node === "" ? "no node is there" : null;
  const start = () => {
    if (missing !== null || running) return;
    void run((signal) =>
      fetchImage(cluster, choice.node, { source: full, insecureOptions: isUnsigned ? ["image"] : [] }, { signal }),
    );
  };
  const footer =
    transfer.state === "done" && transfer.image ? (
      <>
        <Button onClick={close}>Close</Button>
        <Button
          variant="primary"
          onClick={() => transfer.image && router.push(paths.image(cluster, choice.node, transfer.image.id))}
        >
          Open the image
        </Button>
      </>
    ) : (
      <>
        <Button onClick={running ? cancel : close}>{running ? "Give up" : "Cancel"}</Button>
        <Button variant="primary" busy={running} disabledReason={missing} onClick={start}>
          Fetch
        </Button>
      </>
    );
  return (
    <Dialog
      open={open}
      onClose={close}
      locked={running}
      title="Fetch an image"
      description="From a registry that speaks the distribution API, into the store of a node."
      footer={footer}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <NodeField choice={choice} disabled={running} />
        <Field
          label="Image"
          required
          hint="registry/repository:tag or registry/repository@sha256:… — without a registry, Docker's."
        >
          {(control) => (
            <Input
              {...control}
              mono
              autoFocus
              disabled={running}
              placeholder="registry.example/team/app:1.2"
              value={source}
              onChange={(event) => setSource(event.target.value)}
            />
          )}
        </Field>
        <UnsignedChoice checked={isUnsigned} onChange={setUnsigned} disabled={running} />
        {running ? <TransferProgress transfer={transfer} /> : null}
        {transfer.state === "done" ? <p role="status">The image is in the store.</p> : null}
        <FormProblem problem={transfer.problem} />
      </form>
    </Dialog>
  );
}
