"use client";
import { useQuery } from "@tanstack/react-query";
import { JsonEditor } from "@/components/form/json-editor.tsx";
import { PageBody } from "@/components/layout/page-body.tsx";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { getPodManifest, type PodRef } from "@/lib/api/console/pods.ts";

/** The reified pod manifest (appc F2), as it runs. It never changes, so it is read only. */
export function ManifestTab({ podRef }: { podRef: PodRef }) {
  const manifest = useQuery({
    queryKey: ["pod-manifest", podRef.cluster, podRef.node, podRef.uuid],
    queryFn: ({ signal }) => getPodManifest(podRef, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (manifest.error)
    return (
      <ErrorPanel what="The manifest cannot be shown" error={manifest.error} onRetry={() => void manifest.refetch()} />
    );
  if (manifest.data === undefined) return <Skeleton className="m-4 h-80" />;
  const text = JSON.stringify(manifest.data, null, 2);
  return (
    <PageBody>
      <Section
        title="Pod manifest"
        note="as it runs: every volume and image is settled"
        action={<CopyButton text={text} what="manifest" />}
      >
        <JsonEditor label="Pod manifest" value={text} />
      </Section>
    </PageBody>
  );
}
