/** The window that a list's URL asks for: the same on the server, for the page's HTML, as in the browser. Pure. */
import { readNamespaces } from "@/components/layout/namespace-param.ts";
import { type Kind, kindName, kinds } from "@/lib/contract/kinds.ts";
import type { KubeKind } from "@/lib/contract/kube-kind.ts";
import { type WindowQuery, windowQuery } from "@/lib/contract/live.ts";
import { paths } from "@/lib/paths.ts";
import { type ListParams, readParams } from "./list-params.ts";

/** Rows of the first page: a tall screen and what lies under it. */
export const firstRows = 80;
/** Rows in the HTML: an ordinary screen. */
const htmlRows = 40;

type Shown = Pick<ListParams, "filter" | "status" | "sort"> & { namespaces?: readonly string[] };

export function listQuery(kind: string, cluster: string, shown: Shown, rows = firstRows): WindowQuery {
  const { filter, status, sort, namespaces = [] } = shown;
  return { ...windowQuery.parse({ kind, cluster }), namespaces: [...namespaces], filter, status, sort, rows };
}

/** The list of the fleet that stands at a path with its query (`/c/fleet/pods?filter=web`); null when there is none. */
export function listAt(cluster: string, target: string): WindowQuery | null {
  const [path] = target.split("?", 1);
  const kind = kindName.options.find((name) => paths[name](cluster) === path);
  return kind === undefined ? null : queryOf(kinds[kind], cluster, target);
}

/** The same of a Kubernetes cluster (`/c/local/r/pods?ns=a`); `kindOf` knows its kinds. */
export function objectsAt(
  cluster: string,
  target: string,
  kindOf: (name: string) => Pick<KubeKind, "name" | "title" | "columns" | "status" | "sort" | "namespaced"> | null,
): WindowQuery | null {
  const [path = ""] = target.split("?", 1);
  const [, name] = /^\/c\/[^/]+\/r\/([^/]+)$/.exec(path) ?? [];
  if (name === undefined) return null;
  const wanted = windowQuery.shape.kind.safeParse(safeDecode(name));
  const kind = wanted.success ? kindOf(wanted.data) : null;
  return kind === null || paths.objects(cluster, kind.name) !== path ? null : queryOf(kind, cluster, target);
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

function queryOf(kind: Kind & { namespaced?: boolean }, cluster: string, target: string): WindowQuery | null {
  const params = new URLSearchParams(target.split("?").slice(1).join("?"));
  const namespaces = kind.namespaced ? readNamespaces(params.get("ns") ?? "") : [];
  const shown = { ...readParams(kind, params), namespaces };
  const query = windowQuery.safeParse(listQuery(kind.name, cluster, shown, htmlRows));
  return query.success ? query.data : null;
}
