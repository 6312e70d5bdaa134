"use client";
import { SearchX } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import type { ImageRef } from "@/lib/api/console/images.ts";
import { toProblem } from "@/lib/format/problem.ts";
import { shortId } from "@/lib/format/truncate-middle.ts";
import { paths } from "@/lib/paths.ts";

/** In place of an image that cannot be shown: not there, a right that is missing, or why it could not be read. */
export function ImageProblem(props: { imageRef: ImageRef; error: unknown; onRetry: () => void }) {
  const { cluster, node, id } = props.imageRef;
  if (toProblem(props.error).code === "image-not-found")
    return (
      <EmptyState
        icon={SearchX}
        title={`${node} has no image ${shortId(id)}`}
        action={<ButtonLink href={paths.images(cluster)}>All images</ButtonLink>}
      >
        It was removed from this node, or never was there. Another node may still have it.
      </EmptyState>
    );
  return <ErrorPanel what="The image cannot be shown" error={props.error} onRetry={props.onRetry} />;
}
