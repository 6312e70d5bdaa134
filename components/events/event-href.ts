import type { Row } from "@/lib/contract/live.ts";
import { paths } from "@/lib/paths.ts";

/** The page of what an event tells of; null when it has none. */
export function eventHref(cluster: string, row: Row): string | null {
  const { noun, id, node } = row.cells;
  if (typeof node !== "string" || typeof id !== "string") return null;
  if (noun === "pod") return paths.pod(cluster, node, id);
  if (noun === "image") return paths.image(cluster, node, id);
  return noun === "node" ? paths.node(cluster, node) : null;
}
