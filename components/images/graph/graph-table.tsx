import Link from "next/link";
import { Dash } from "@/components/ui/dash.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { GraphImage, ImageGraph } from "@/lib/contract/image-graph.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { visibleName } from "@/lib/format/visible-name.ts";
import { paths } from "@/lib/paths.ts";
import { imageTitle } from "../image-title.ts";
import { trustStatus } from "../trust-status.ts";

/** The same as rows: each image, who needs it and what was asked for. */
export function GraphTable({ graph, cluster, node }: { graph: ImageGraph; cluster: string; node: string }) {
  const byKey = new Map(graph.images.map((image) => [image.key, image]));
  const neededBy = (image: GraphImage) => graph.edges.filter(({ to }) => to === image.key);
  return (
    <SimpleTable
      label="Images of the graph"
      rows={graph.images}
      rowKey={({ key }) => key}
      columns={[
        {
          title: "Image",
          className: "max-w-80 truncate",
          cell: (image) =>
            image.id === null || image === graph.images[0] ? (
              <span className="mono">{imageTitle(image)}</span>
            ) : (
              <Link prefetch={false} href={paths.image(cluster, node, image.id)} className="link mono">
                {imageTitle(image)}
              </Link>
            ),
        },
        {
          title: "State",
          cell: ({ trust }) =>
            trust === null ? <Status tone="bad" word="Missing" /> : <Status {...trustStatus[trust]} />,
        },
        { title: "Size", numeric: true, cell: ({ size }) => (size === null ? <Dash /> : formatBytes(size)) },
        {
          title: "Unpacked",
          numeric: true,
          cell: ({ treeSize }) => (treeSize === null ? <Dash /> : formatBytes(treeSize)),
        },
        {
          title: "Needed by",
          className: "max-w-64 truncate",
          cell: (image) => {
            const edges = neededBy(image);
            if (edges.length === 0) return <span className="text-fg-3">this image</span>;
            return edges.map(({ from }) => visibleName(byKey.get(from)?.name ?? from)).join(", ");
          },
        },
        {
          title: "Asked for as",
          className: "max-w-72 truncate",
          cell: (image) => (
            <span className="mono text-fg-2">
              {neededBy(image)
                .map(({ imageName, labels, imageID }) =>
                  visibleName(
                    [imageName, ...labels.map(({ name, value }) => `${name}=${value}`), imageID?.slice(0, 19) ?? ""]
                      .filter((part) => part !== "")
                      .join(" "),
                  ),
                )
                .join("; ")}
            </span>
          ),
        },
      ]}
    />
  );
}
