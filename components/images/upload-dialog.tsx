"use client";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { FormProblem } from "@/components/form/form-problem.tsx";
import { useSession } from "@/components/layout/session-context.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { uploadImage } from "@/lib/api/console/images.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { NodeField, useNodeChoice } from "./node-field.tsx";
import { useTransfer } from "./transfer.ts";
import { TransferProgress } from "./transfer-progress.tsx";
import { UnsignedChoice } from "./unsigned-choice.tsx";

/** Sends an .aci from the reader's disk into a node's store. */
export function UploadDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { cluster } = useSession();
  const router = useRouter();
  const choice = useNodeChoice(cluster);
  const [file, setFile] = useState<File | null>(null);
  const [isUnsigned, setUnsigned] = useState(false);
  const { transfer, run, cancel, reset } = useTransfer();
  const id = useId();
  const running = transfer.state === "running";
  const close = () => {
    cancel();
    reset();
    setFile(null);
    onClose();
  };
  const missing = file === null ? "choose a file" : choice.node === "" ? "no node is there" : null;
  const start = () => {
    if (file === null || missing !== null || running) return;
    void run((signal) =>
      uploadImage(cluster, choice.node, { name: file.name, data: file }, isUnsigned ? ["image"] : [], { signal }),
    );
  };
  const done = transfer.state === "done" ? transfer.image : null;
  const footer = (
    <>
      <Button onClick={running ? cancel : close}>{running ? "Give up" : done ? "Close" : "Cancel"}</Button>
      {done ? (
        <Button variant="primary" onClick={() => router.push(paths.image(cluster, choice.node, done.id))}>
          Open the image
        </Button>
      ) : (
        <Button variant="primary" busy={running} disabledReason={missing} onClick={start}>
          Upload
        </Button>
      )}
    </>
  );
  return (
    <Dialog
      open={open}
      onClose={close}
      locked={running}
      title="Upload an image"
      description="An App Container image (.aci): plain, or packed with gzip, bzip2 or xz."
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
        <label
          htmlFor={id}
          className="flex cursor-pointer flex-col items-center gap-1 rounded-lg border border-line-strong border-dashed px-4 py-6 text-center hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent"
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            const dropped = event.dataTransfer.files[0];
            if (dropped && !running) setFile(dropped);
          }}
        >
          <input
            id={id}
            type="file"
            accept=".aci"
            disabled={running}
            className="sr-only"
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
          {file === null ? (
            <span className="text-fg-2">Choose an .aci file, or drop it here</span>
          ) : (
            <>
              <span className="break-all font-medium">{plainText(file.name)}</span>
              <span className="text-fg-3">{formatBytes(file.size)}</span>
            </>
          )}
        </label>
        <UnsignedChoice checked={isUnsigned} onChange={setUnsigned} disabled={running} />
        {running ? <TransferProgress transfer={transfer} /> : null}
        {done ? <p role="status">The image {plainText(done.name)} is in the store.</p> : null}
        <FormProblem problem={transfer.problem} />
      </form>
    </Dialog>
  );
}
