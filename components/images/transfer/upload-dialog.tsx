"use client";
import { useState } from "react";
import { uploadImage } from "@/lib/api/console/images.ts";
import type { ImageProgress } from "@/lib/contract/image.ts";
import { FileDrop } from "./file-drop.tsx";
import { TransferDialog, type TransferTarget } from "./transfer-dialog.tsx";

/** Sends an .aci from the reader's disk into a node's store. */
export function UploadDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const start = ({ cluster, node, insecureOptions, signal }: TransferTarget): AsyncIterable<ImageProgress> => {
    if (file === null) throw new Error("no file is chosen");
    return uploadImage(cluster, node, { name: file.name, data: file }, insecureOptions, { signal });
  };
  return (
    <TransferDialog
      open={open}
      onClose={() => {
        setFile(null);
        onClose();
      }}
      title="Upload an image"
      description="An App Container image (.aci): plain, or packed with gzip, bzip2 or xz."
      verb="Upload"
      missing={file === null ? "choose a file" : null}
      insecure={["image"]}
      start={start}
    >
      {(running) => <FileDrop file={file} onChange={setFile} disabled={running} />}
    </TransferDialog>
  );
}
