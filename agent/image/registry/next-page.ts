/**
 * Where a list of a registry goes on: `Link: <URL>; rel="next"` (RFC 8288; relative URLs allowed). Only its query is kept, as an
 * opaque cursor: the next question goes to the same place whatever the registry says.
 */
const longest = 2048;
/** `<…>` and parameters whose values are tokens or quoted. */
const linkForm = /<([^<>]*)>((?:\s*;\s*[\w*!#$&^`|~.+-]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s,;"]*))?)*)/g;

/** Null when there is no next page, or the link leads to another place than the one asked. */
export function nextCursor(header: string | null, asked: URL): string | null {
  if (header === null || header.length > 4 * longest) return null;
  for (const [, target = "", params = ""] of header.matchAll(linkForm)) {
    if (!/;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next)(?:\s*;|\s*$)/i.test(params)) continue;
    if (!URL.canParse(target, asked)) return null;
    const next = new URL(target, asked);
    const same = next.host === asked.host && next.pathname === asked.pathname;
    const cursor = next.search.slice(1);
    return same && cursor !== "" && cursor.length <= longest && cursor !== asked.search.slice(1) ? cursor : null;
  }
  return null;
}

/** The query of one question: the cursor as it was given, or the size of the first page. */
export function pageQuery({ limit, cursor }: { limit: number; cursor?: string }): string {
  return cursor ?? `n=${limit}`;
}
