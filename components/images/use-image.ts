"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type LiveView, useWindow } from "@/components/table/use-window.ts";
import { getImage, type ImageRef } from "@/lib/api/console/images.ts";
import type { Image } from "@/lib/contract/image.ts";

/**
 * One image, kept fresh: its row in the index is watched, and a change there (a pod that begins to use it) fetches it again.
 * `isGone`: it was there and was removed; `image` stays what was last known.
 */
export function useImage(ref: ImageRef) {
  const { cluster, node, id } = ref;
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ["image", cluster, node, id],
    queryFn: ({ signal }) => getImage(ref, { signal }),
  });
  const view = useWindow({ kind: "images", cluster, filter: `id=${id} node=${node}`, rows: 1 });
  const row = view.rows[0];
  const isKnown = view.state === "live" && !view.pending;
  const mark = isKnown ? JSON.stringify([row?.key, row?.stale, row?.cells]) : null;
  useEffect(() => {
    if (mark === null) return;
    for (const key of ["image", "image-events", "image-disk"])
      void queries.invalidateQueries({ queryKey: [key, cluster, node, id] });
  }, [mark, queries, cluster, node, id]);
  const image: Image | undefined = query.data;
  const isGone = isKnown && image !== undefined && row === undefined;
  return { image, error: query.error, isGone, view: view as LiveView, refetch: () => void query.refetch() };
}
