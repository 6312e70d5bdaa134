/**
 * What whitelists leave of an archive (appc C7, D3 and the prose's intersection): a path that is in every list, and a folder that
 * leads to something listed. A listed folder stays without what is in it, unless that is listed too. Paths are bytes, one
 * character a byte, without a slash at either end, as the reader has them.
 */

/** `exact` stays whatever it is, `folders` only while it is a folder. Both sorted. Null: everything stays. */
export type Keep = { exact: string[]; folders: string[] } | null;

export function keepOf(whitelists: readonly (readonly string[])[]): Keep {
  if (whitelists.length === 0) return null;
  const lists = whitelists.map((paths) => {
    const exact = new Set(paths.map(cleaned));
    const folders = new Set<string>();
    for (const path of exact)
      for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
        const parent = path.slice(0, slash);
        if (folders.has(parent)) break;
        folders.add(parent);
      }
    return { exact, folders };
  });
  const [first] = lists;
  const candidates = new Set([...(first?.exact ?? []), ...(first?.folders ?? [])]);
  const keep = { exact: [] as string[], folders: [] as string[] };
  for (const path of candidates) {
    if (path === "") continue;
    if (lists.every(({ exact }) => exact.has(path))) keep.exact.push(path);
    else if (lists.every(({ exact, folders }) => exact.has(path) || folders.has(path))) keep.folders.push(path);
  }
  keep.exact.sort();
  keep.folders.sort();
  return keep;
}

/** `/a//b/` is `a/b`; an entry that climbs means nothing. */
function cleaned(path: string): string {
  const parts = Buffer.from(path).toString("latin1").split("/");
  return parts.filter((part) => part !== "" && part !== ".").join("/");
}
