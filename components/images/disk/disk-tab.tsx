"use client";
import { useQuery } from "@tanstack/react-query";
import { PageBody } from "@/components/layout/page-body.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { getImageDisk } from "@/lib/api/console/image-look.ts";
import type { ImageRef } from "@/lib/api/console/images.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { LayerTable } from "./layer-table.tsx";
import { ShareBar } from "./share-bar.tsx";

/** What the image takes on its node's disk, what of it is its own, and its layers. */
export function DiskTab({ imageRef }: { imageRef: ImageRef }) {
  const { cluster, node, id } = imageRef;
  const disk = useQuery({
    queryKey: ["image-disk", cluster, node, id],
    queryFn: ({ signal }) => getImageDisk(imageRef, { signal }),
  });
  if (disk.error)
    return (
      <ErrorPanel what="The use of the disk cannot be shown" error={disk.error} onRetry={() => void disk.refetch()} />
    );
  if (disk.data === undefined) return <Skeleton className="m-4 h-64" />;
  const { own, shared, rendered, layers } = disk.data;
  return (
    <PageBody>
      <Section title="On the disk" note={`of ${node}`}>
        <ShareBar own={own} shared={shared} />
        <Facts>
          <Fact label="Own">
            {formatBytes(own)} <span className="text-fg-3">freed when this image is removed</span>
          </Fact>
          <Fact label="Shared">
            {formatBytes(shared)} <span className="text-fg-3">also used by other images, kept for them</span>
          </Fact>
          {rendered === null ? null : (
            <Fact label="Rendered">
              {formatBytes(rendered)}{" "}
              <span className="text-fg-3">the tree that its dependencies make with it, once for all its pods</span>
            </Fact>
          )}
        </Facts>
        <p className="mt-3 max-w-[80ch] text-fg-2">
          Each layer is stored once on a node, as the archive that was fetched and as the unpacked tree that pods mount
          read-only. Images that this one depends on are counted with them, and what a pod writes with the pod.
        </p>
      </Section>
      <Section title="Layers" note="the base first">
        <LayerTable layers={layers} cluster={cluster} node={node} />
      </Section>
    </PageBody>
  );
}
