"use client";
import { useRouter } from "next/navigation";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import { type ImageRef, removeImage } from "@/lib/api/console/images.ts";
import type { Image } from "@/lib/contract/image.ts";
import { paths } from "@/lib/paths.ts";
import { imageTitle } from "../image-title.ts";

type RemoveDialogProps = { open: boolean; onClose: () => void; image: Image; imageRef: ImageRef };

/** Asks before an image leaves the store, then goes back to the list. */
export function RemoveDialog({ open, onClose, image, imageRef }: RemoveDialogProps) {
  const router = useRouter();
  const title = imageTitle(image);
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Remove image ${title}?`}
      consequences={[
        `Its archive and its unpacked tree are deleted from ${imageRef.node}; layers that other images share stay.`,
        "A new pod has to fetch it again.",
      ]}
      confirm="Remove image"
      danger
      onConfirm={async () => {
        await removeImage(imageRef);
        showToast({ tone: "ok", title: `Image ${title} removed` });
        router.push(paths.images(imageRef.cluster));
      }}
    />
  );
}
