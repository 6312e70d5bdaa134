"use client";
import { useState } from "react";
import { Field } from "@/components/form/field.tsx";
import { uploadImage } from "@/lib/api/console/images.ts";
import type { ImageProgress } from "@/lib/contract/image.ts";
import { FileDrop } from "./file-drop.tsx";
import { TransferDialog, type TransferTarget } from "./transfer-dialog.tsx";

/** Sends an .aci from the reader's disk into a node's store, with the signature beside it. */
export function UploadDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [signature, setSignature] = useState<File | null>(null);
  async function* start(target: TransferTarget): AsyncGenerator<ImageProgress> {
    const { cluster, node, insecureOptions, passphrase, signal } = target;
    if (file === null) throw new Error("no file is chosen");
    const companions = { signature: signature === null ? undefined : await signature.text(), passphrase };
    yield* uploadImage(cluster, node, { name: file.name, data: file, companions }, insecureOptions, { signal });
  }
  return (
    <TransferDialog
      open={open}
      onClose={() => {
        setFile(null);
        setSignature(null);
        onClose();
      }}
      title="Upload an image"
      description="An App Container image (.aci): plain, or packed with gzip, bzip2 or xz."
      verb="Upload"
      missing={file === null ? "choose a file" : null}
      insecure={["image"]}
      start={start}
    >
      {(running) => (
        <>
          <FileDrop file={file} onChange={setFile} disabled={running} />
          <Field label="Signature" hint="The detached, armored signature of a trusted key, an .asc file.">
            {(control) => (
              <input
                {...control}
                type="file"
                accept=".asc"
                disabled={running}
                onChange={({ target }) => setSignature(target.files?.[0] ?? null)}
                className="block w-full text-fg-2 file:mr-3 file:h-7 file:rounded-md file:border file:border-line-strong file:border-solid file:bg-bg file:px-2.5 file:text-fg"
              />
            )}
          </Field>
        </>
      )}
    </TransferDialog>
  );
}
