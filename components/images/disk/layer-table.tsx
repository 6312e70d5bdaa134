"use client";
import { useQuery } from "@tanstack/react-query";
import { CodeText } from "@/components/ui/code-text.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { listImages } from "@/lib/api/console/images.ts";
import type { DiskLayer } from "@/lib/contract/image-disk.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { formatCount } from "@/lib/format/number.ts";
import { SharedWith } from "./shared-with.tsx";

/** The layers of an image, and who else has each. */
export function LayerTable({ layers, cluster, node }: { layers: DiskLayer[]; cluster: string; node: string }) {
  const isShared = layers.some(({ sharedWith }) => sharedWith.length > 0);
  // Their names, where there is something to name.
  const images = useQuery({
    queryKey: ["images", cluster, node],
    queryFn: ({ signal }) => listImages(cluster, node, { signal }),
    enabled: isShared,
  });
  return (
    <SimpleTable
      label="Layers"
      rows={layers.map((layer, at) => ({ ...layer, at }))}
      rowKey={({ at }) => String(at)}
      columns={[
        { title: "Layer", cell: ({ diffId }) => <CodeText text={diffId} most={26} copy="digest" /> },
        { title: "Archive", numeric: true, cell: ({ blobSize }) => formatBytes(blobSize) },
        { title: "Unpacked", numeric: true, cell: ({ treeSize }) => formatBytes(treeSize) },
        { title: "Entries", numeric: true, cell: ({ entries }) => formatCount(entries) },
        {
          title: "Shared with",
          className: "w-full",
          cell: ({ sharedWith }) => (
            <SharedWith ids={sharedWith} images={images.data ?? []} cluster={cluster} node={node} />
          ),
        },
      ]}
    />
  );
}
