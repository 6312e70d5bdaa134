"use client";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { PageBody } from "@/components/layout/page-body.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { getImageFiles } from "@/lib/api/console/image-look.ts";
import type { ImageRef } from "@/lib/api/console/images.ts";
import { FileProblem } from "./file-problem.tsx";
import { FileView } from "./file-view.tsx";
import { FolderList } from "./folder-list.tsx";
import { PathCrumbs } from "./path-crumbs.tsx";

/** The image's tree as a pod sees it, to be walked through. The URL holds the path. */
export function FilesTab({ imageRef }: { imageRef: ImageRef }) {
  const { cluster, node, id } = imageRef;
  const wanted = useSearchParams().get("path");
  const path = wanted?.startsWith("/") ? wanted : "/";
  const files = useQuery({
    queryKey: ["image-files", cluster, node, id, path],
    queryFn: ({ signal }) => getImageFiles(imageRef, path, { signal }),
    // An image never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { data } = files;
  return (
    <PageBody>
      <PathCrumbs imageRef={imageRef} path={path} />
      {files.error ? (
        <FileProblem imageRef={imageRef} path={path} error={files.error} onRetry={() => void files.refetch()} />
      ) : data === undefined ? (
        <Skeleton className="mt-3 h-72 w-full" />
      ) : data.entries === null ? (
        <FileView files={data} imageRef={imageRef} />
      ) : (
        <FolderList key={data.path} files={data} imageRef={imageRef} />
      )}
    </PageBody>
  );
}
