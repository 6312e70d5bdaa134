"use client";
import { Download, Upload } from "lucide-react";
import { useState } from "react";
import { useDenied } from "@/components/layout/session-context.tsx";
import { Button } from "@/components/ui/button.tsx";
import { FetchDialog } from "./fetch-dialog.tsx";
import { UploadDialog } from "./upload-dialog.tsx";

/** The two ways into the store. */
export function ImageActions() {
  const [open, setOpen] = useState<"fetch" | "upload" | null>(null);
  const deniedUpload = useDenied("upload", "image");
  const deniedFetch = useDenied("fetch", "image");
  const close = () => setOpen(null);
  return (
    <>
      <Button icon={Upload} disabledReason={deniedUpload} onClick={() => setOpen("upload")}>
        Upload…
      </Button>
      <Button icon={Download} variant="primary" disabledReason={deniedFetch} onClick={() => setOpen("fetch")}>
        Fetch…
      </Button>
      <FetchDialog open={open === "fetch"} onClose={close} />
      <UploadDialog open={open === "upload"} onClose={close} />
    </>
  );
}
