/** The page of what an event tells of: `Pod/web-1`, in the event's own namespace unless its kind has none. Pure. */

import type { Row } from "@/lib/contract/live.ts";
import { paths } from "@/lib/paths.ts";
import { kindByWord } from "./kind-by-word.ts";
import type { NavKind } from "./nav-kind.ts";

/** Null for kinds that the cluster does not show. */
export function eventHref(where: { cluster: string; kinds: readonly NavKind[] }, row: Row): string | null {
  const { object, namespace } = row.cells;
  const [kindWord = "", name = ""] = typeof object === "string" ? object.split("/") : [];
  const kind = kindByWord(where.kinds, kindWord);
  if (kind === null || name === "") return null;
  return paths.object(
    where.cluster,
    kind.name,
    kind.namespaced && typeof namespace === "string" ? namespace : null,
    name,
  );
}
