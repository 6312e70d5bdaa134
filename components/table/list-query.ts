/** The window that a list's URL asks for: the same on the server, for the page's HTML, as in the browser. Pure. */
import { kindName, kinds } from "@/lib/contract/kinds.ts";
import { type WindowQuery, windowQuery } from "@/lib/contract/live.ts";
import { paths } from "@/lib/paths.ts";
import { type ListParams, readParams } from "./list-params.ts";

/** Rows of the first page: a tall screen and what lies under it. */
export const firstRows = 80;
/** Rows in the HTML: an ordinary screen. */
const htmlRows = 40;

type Shown = Pick<ListParams, "filter" | "status" | "sort">;

export function listQuery(kind: string, cluster: string, shown: Shown, rows = firstRows): WindowQuery {
  const { filter, status, sort } = shown;
  return { ...windowQuery.parse({ kind, cluster }), filter, status, sort, rows };
}

/** The list that stands at a path with its query (`/c/fleet/pods?filter=web`); null when there is none. */
export function listAt(cluster: string, target: string): WindowQuery | null {
  const [path, ...search] = target.split("?");
  const kind = kindName.options.find((name) => paths[name](cluster) === path);
  if (kind === undefined) return null;
  const shown = readParams(kinds[kind], new URLSearchParams(search.join("?")));
  const query = windowQuery.safeParse(listQuery(kind, cluster, shown, htmlRows));
  return query.success ? query.data : null;
}
