"use client";
import { useQuery } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { PageBody } from "@/components/layout/page-body.tsx";
import { Banner } from "@/components/ui/banner.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { getImageGraph } from "@/lib/api/console/image-look.ts";
import type { ImageRef } from "@/lib/api/console/images.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { imageTitle } from "../image-title.ts";
import { GraphPicture } from "./graph-picture.tsx";
import { GraphTable } from "./graph-table.tsx";

/** What the image is made of besides itself: a picture where there is room, and always a table. */
export function DependenciesTab({ imageRef }: { imageRef: ImageRef }) {
  const { cluster, node, id } = imageRef;
  const graph = useQuery({
    queryKey: ["image-graph", cluster, node, id],
    queryFn: ({ signal }) => getImageGraph(imageRef, { signal }),
  });
  if (graph.error)
    return (
      <ErrorPanel what="The dependencies cannot be shown" error={graph.error} onRetry={() => void graph.refetch()} />
    );
  if (graph.data === undefined) return <Skeleton className="m-4 h-64" />;
  const { data } = graph;
  if (data.images.length === 1)
    return (
      <EmptyState icon={Workflow} title="It depends on no other image">
        Its manifest names no dependencies: all that a pod sees of it is its own.
      </EmptyState>
    );
  const missing = data.images.filter((image) => image.id === null);
  return (
    <PageBody>
      {missing.length > 0 ? (
        <Banner
          tone="bad"
          className="mb-4"
          title={`${formatPlural(missing.length, "dependency is", "dependencies are")} missing from this node`}
        >
          Without {missing.length === 1 ? "it" : "them"} the image cannot be rendered anew. Fetch{" "}
          {missing.map(imageTitle).join(", ")} onto {node}, or fetch this image again.
        </Banner>
      ) : null}
      <Section
        title="Graph"
        note={`${formatPlural(data.images.length - 1, "image")} below this one`}
        className="max-md:hidden"
      >
        <GraphPicture graph={data} cluster={cluster} node={node} />
      </Section>
      <Section title="Order of rendering" note="the upper hides the lower">
        <GraphTable graph={data} cluster={cluster} node={node} />
      </Section>
    </PageBody>
  );
}
