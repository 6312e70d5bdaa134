"use client";
import { ChevronDown, Play, RefreshCw, ShieldCheck, Trash2 } from "lucide-react";
import { useState } from "react";
import { useDenied } from "@/components/layout/session-context.tsx";
import { Button } from "@/components/ui/button.tsx";
import { ButtonLink } from "@/components/ui/button-link.tsx";
import { Menu, MenuItem, MenuLink } from "@/components/ui/menu.tsx";
import type { ImageRef } from "@/lib/api/console/images.ts";
import type { Image } from "@/lib/contract/image.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { api, paths } from "@/lib/paths.ts";
import { imageTitle } from "../image-title.ts";
import { FetchDialog } from "../transfer/fetch-dialog.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";
import { VerifyDialog } from "./verify-dialog.tsx";

type ImagePageActionsProps = {
  image: Image;
  imageRef: ImageRef;
  /** Why nothing can be done to it now: its node is down, it is gone; null when it can. */
  off: string | null;
};

/** What can be done to an image, at the right of its name. */
export function ImagePageActions({ image, imageRef, off }: ImagePageActionsProps) {
  const [open, setOpen] = useState<"verify" | "remove" | "again" | null>(null);
  const denied = {
    verify: useDenied("verify", "image"),
    fetch: useDenied("fetch", "image"),
    remove: useDenied("remove", "image"),
    run: useDenied("create", "pod"),
  };
  const title = imageTitle(image);
  const isFetched = /^(docker|https?|discover|node):/.test(image.source);
  const inUse = image.usedBy.length > 0 ? `it is used by ${formatPlural(image.usedBy.length, "pod")}` : null;
  const close = () => setOpen(null);
  const noRun = denied.run ?? off;
  return (
    <>
      <Menu trigger={<Button icon={ChevronDown}>More</Button>}>
        <MenuItem
          icon={RefreshCw}
          disabledReason={denied.fetch ?? off ?? (isFetched ? null : "it was not fetched from anywhere")}
          onSelect={() => setOpen("again")}
        >
          Fetch again…
        </MenuItem>
        {off === null ? (
          <MenuLink download href={api.imageAci(imageRef.cluster, imageRef.node, image.id)}>
            Download as .aci
          </MenuLink>
        ) : null}
      </Menu>
      <Button icon={ShieldCheck} disabledReason={denied.verify ?? off} onClick={() => setOpen("verify")}>
        Verify…
      </Button>
      <Button
        icon={Trash2}
        variant="danger"
        disabledReason={denied.remove ?? off ?? inUse}
        onClick={() => setOpen("remove")}
      >
        Remove…
      </Button>
      {noRun === null ? (
        <ButtonLink icon={Play} variant="primary" href={paths.run(imageRef.cluster, image.id)}>
          Run a pod
        </ButtonLink>
      ) : (
        <Button icon={Play} variant="primary" disabledReason={noRun}>
          Run a pod
        </Button>
      )}
      <VerifyDialog open={open === "verify"} onClose={close} imageRef={imageRef} title={title} />
      <RemoveDialog open={open === "remove"} onClose={close} image={image} imageRef={imageRef} />
      <FetchDialog open={open === "again"} onClose={close} again={{ source: image.source, node: imageRef.node }} />
    </>
  );
}
