"use client";
import { FileQuestion } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import type { ImageRef } from "@/lib/api/console/images.ts";
import { toProblem } from "@/lib/format/problem.ts";
import { visibleName } from "@/lib/format/visible-name.ts";
import { paths } from "@/lib/paths.ts";
import { parentPath } from "./path.ts";

type FileProblemProps = { imageRef: ImageRef; path: string; error: unknown; onRetry: () => void };

/** In place of a path that cannot be shown. */
export function FileProblem({ imageRef, path, error, onRetry }: FileProblemProps) {
  const { cluster, node, id } = imageRef;
  if (toProblem(error).code !== "not-found")
    return <ErrorPanel what={`${visibleName(path)} cannot be shown`} error={error} onRetry={onRetry} />;
  return (
    <EmptyState
      icon={FileQuestion}
      title={`The image has no ${visibleName(path)}`}
      action={<ButtonLink href={paths.imageFile(cluster, node, id, parentPath(path))}>One folder up</ButtonLink>}
    >
      Links are not followed here: where a folder on the way is a link, look where it points. A link may also point to
      what only a pod has.
    </EmptyState>
  );
}
