"use client";
import { JsonEditor } from "@/components/form/json-editor.tsx";
import { PageBody } from "@/components/layout/page-body.tsx";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import type { ImageRef } from "@/lib/api/console/images.ts";
import type { Image } from "@/lib/contract/image.ts";
import { useManifest } from "./use-manifest.ts";

/** The App Container manifest, as it is or as it was made from an OCI configuration. */
export function ManifestTab({ image, imageRef }: { image: Image; imageRef: ImageRef }) {
  const manifest = useManifest(imageRef);
  if (manifest.error)
    return (
      <ErrorPanel what="The manifest cannot be shown" error={manifest.error} onRetry={() => void manifest.refetch()} />
    );
  if (manifest.data === undefined) return <Skeleton className="m-4 h-64" />;
  const text = JSON.stringify(manifest.data, null, 2);
  return (
    <PageBody>
      <Section
        title="Image manifest"
        note={image.kind === "oci" ? "converted from the OCI configuration" : undefined}
        action={<CopyButton text={text} what="manifest" />}
      >
        <JsonEditor label="Image manifest" value={text} />
      </Section>
    </PageBody>
  );
}
