"use client";
import { PageBody } from "@/components/layout/page-body.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import type { ImageRef } from "@/lib/api/console/images.ts";
import type { ImageManifest } from "@/lib/contract/appc.ts";
import type { Image } from "@/lib/contract/image.ts";
import { useManifest } from "../use-manifest.ts";
import { IdentityFacts } from "./identity-facts.tsx";
import { ImageHistory } from "./image-history.tsx";
import { ImagePods } from "./image-pods.tsx";
import { RunFacts } from "./run-facts.tsx";
import { SignaturePanel } from "./signature-panel.tsx";

/** What the image is, who vouches for it, how it runs and who uses it. */
export function OverviewTab({ image, imageRef }: { image: Image; imageRef: ImageRef }) {
  const { cluster, node } = imageRef;
  const manifest = useManifest(imageRef);
  const aside = (
    <>
      <SignaturePanel trust={image.trust} />
      <ImagePods image={image} cluster={cluster} node={node} />
      <ImageHistory imageRef={imageRef} />
    </>
  );
  return (
    <PageBody aside={aside}>
      <Section title="Facts">
        <IdentityFacts image={image} />
      </Section>
      {manifest.error ? (
        <ErrorPanel
          what="The manifest cannot be shown"
          error={manifest.error}
          onRetry={() => void manifest.refetch()}
        />
      ) : manifest.data === undefined ? (
        <Skeleton className="h-40 w-full" />
      ) : (
        // The agent checked it when the image came in.
        <RunFacts manifest={manifest.data as ImageManifest} />
      )}
    </PageBody>
  );
}
