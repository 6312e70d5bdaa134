"use client";
import { Download, Library, Recycle, Upload } from "lucide-react";
import { useState } from "react";
import { useDenied, useSession } from "@/components/layout/session-context.tsx";
import { Button } from "@/components/ui/button.tsx";
import { ButtonLink } from "@/components/ui/button-link.tsx";
import { paths } from "@/lib/paths.ts";
import { GcDialog } from "./actions/gc-dialog.tsx";
import { FetchDialog } from "./transfer/fetch-dialog.tsx";
import { UploadDialog } from "./transfer/upload-dialog.tsx";

/** The two ways into the store, and the clearing of what nobody needs any more. */
export function ImageActions({ isEmpty = false }: { isEmpty?: boolean }) {
  const [open, setOpen] = useState<"fetch" | "upload" | "gc" | null>(null);
  const deniedUpload = useDenied("upload", "image");
  const deniedRemove = useDenied("remove", "image");
  const deniedFetch = useDenied("fetch", "image");
  const { cluster } = useSession();
  const close = () => setOpen(null);
  return (
    <>
      {isEmpty ? null : (
        <Button icon={Recycle} disabledReason={deniedRemove} onClick={() => setOpen("gc")}>
          Clean up…
        </Button>
      )}
      {deniedFetch === null ? (
        <ButtonLink icon={Library} href={paths.browse(cluster)}>
          Browse registries
        </ButtonLink>
      ) : null}
      <Button icon={Upload} disabledReason={deniedUpload} onClick={() => setOpen("upload")}>
        Upload…
      </Button>
      <Button icon={Download} variant="primary" disabledReason={deniedFetch} onClick={() => setOpen("fetch")}>
        Fetch…
      </Button>
      <FetchDialog open={open === "fetch"} onClose={close} />
      <UploadDialog open={open === "upload"} onClose={close} />
      <GcDialog open={open === "gc"} onClose={close} />
    </>
  );
}
