/** What a path of the console shows, read back from lib/paths.ts. Pure. */

/** `fleet`: `pods`, `nodes`, …; `list` and `object` are of Kubernetes kinds; `page` is anything else of a cluster. */
export type Place = {
  cluster: string;
  /** First part after the cluster: `overview`, `r`, `pods`. */
  section: string;
  /** kubectl's name of the kind, for its list and its objects. */
  kind: string | null;
  namespace: string | null;
  name: string | null;
};

function decoded(part: string | undefined): string | null {
  if (part === undefined || part === "") return null;
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** Null for paths outside of `/c/CLUSTER/`. */
export function placeOf(href: string): Place | null {
  const [, c, cluster, section, ...rest] = (href.split("?", 1)[0] ?? "").split("/");
  const name = decoded(cluster);
  if (c !== "c" || name === null) return null;
  const isKind = section === "r";
  const namespace = isKind ? decoded(rest[1]) : null;
  return {
    cluster: name,
    section: section ?? "",
    kind: isKind ? decoded(rest[0]) : null,
    namespace: namespace === "_" ? null : namespace,
    name: isKind ? decoded(rest[2]) : null,
  };
}
