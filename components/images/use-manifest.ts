"use client";
import { useQuery } from "@tanstack/react-query";
import { getImageManifest, type ImageRef } from "@/lib/api/console/images.ts";

/** The image's appc manifest; it never changes. */
export function useManifest(imageRef: ImageRef) {
  const { cluster, node, id } = imageRef;
  return useQuery({
    queryKey: ["image-manifest", cluster, node, id],
    queryFn: ({ signal }) => getImageManifest(imageRef, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
