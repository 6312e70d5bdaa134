"use client";
import { useQuery } from "@tanstack/react-query";
import { Play, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { JsonEditor } from "@/components/form/json-editor.tsx";
import { PageBody } from "@/components/layout/page-body.tsx";
import { PageHeader } from "@/components/layout/page-header.tsx";
import { useDenied } from "@/components/layout/session-context.tsx";
import { Button } from "@/components/ui/button.tsx";
import { ButtonLink } from "@/components/ui/button-link.tsx";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { Status } from "@/components/ui/status.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import { getImage, getImageManifest, type ImageRef, removeImage } from "@/lib/api/console/images.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { ImageFacts } from "./image-facts.tsx";
import { ImagePods } from "./image-pods.tsx";

/** One image of a node's store. */
export function ImagePage({ imageRef }: { imageRef: ImageRef }) {
  const { cluster, node, id } = imageRef;
  const router = useRouter();
  const [isAsked, setAsked] = useState(false);
  const image = useQuery({
    queryKey: ["image", cluster, node, id],
    queryFn: ({ signal }) => getImage(imageRef, { signal }),
  });
  const manifest = useQuery({
    queryKey: ["image-manifest", cluster, node, id],
    queryFn: ({ signal }) => getImageManifest(imageRef, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const deniedRemove = useDenied("remove", "image");
  const deniedRun = useDenied("create", "pod");
  const crumbs = [
    { label: "Images", href: paths.images(cluster) },
    { label: node, href: paths.node(cluster, node) },
  ];
  if (image.error)
    return <ErrorPanel what="The image cannot be shown" error={image.error} onRetry={() => void image.refetch()} />;
  if (image.data === undefined) return <Skeleton className="m-4 h-64" />;
  const { data } = image;
  const name = plainText(data.name) + (data.version ? `:${plainText(data.version)}` : "");
  const inUse = data.usedBy.length > 0 ? `it is used by ${formatPlural(data.usedBy.length, "pod")}` : null;
  return (
    <>
      <PageHeader
        title={name}
        crumbs={crumbs}
        status={<Status tone="warn" word="Unsigned" />}
        actions={
          <>
            <Button
              icon={Trash2}
              variant="danger"
              disabledReason={deniedRemove ?? inUse}
              onClick={() => setAsked(true)}
            >
              Remove…
            </Button>
            {deniedRun === null ? (
              <ButtonLink icon={Play} variant="primary" href={paths.run(cluster, data.id)}>
                Run a pod
              </ButtonLink>
            ) : (
              <Button icon={Play} variant="primary" disabledReason={deniedRun}>
                Run a pod
              </Button>
            )}
          </>
        }
      />
      <PageBody aside={<ImagePods image={data} cluster={cluster} node={node} />}>
        <Section title="Facts">
          <ImageFacts image={data} />
        </Section>
        <Section title="Image manifest" note={data.kind === "oci" ? "converted from the OCI configuration" : undefined}>
          {manifest.error ? (
            <ErrorPanel
              what="The manifest cannot be shown"
              error={manifest.error}
              onRetry={() => void manifest.refetch()}
            />
          ) : null}
          {manifest.data === undefined ? null : (
            <JsonEditor label="Image manifest" value={JSON.stringify(manifest.data, null, 2)} />
          )}
        </Section>
      </PageBody>
      <ConfirmDialog
        open={isAsked}
        onClose={() => setAsked(false)}
        title={`Remove image ${name}?`}
        consequences={[`Its blobs and its unpacked tree are deleted from ${node}.`, "A new pod has to fetch it again."]}
        confirm="Remove image"
        danger
        onConfirm={async () => {
          await removeImage(imageRef);
          showToast({ tone: "ok", title: `Image ${name} removed` });
          router.push(paths.images(cluster));
        }}
      />
    </>
  );
}
