/** What the search page's URL holds: the text and, when one was chosen, the kind. Pure. */

export type SearchParams = { text: string; kind: string | null };

const longest = 512;

export function readSearch(params: URLSearchParams): SearchParams {
  return { text: (params.get("q") ?? "").slice(0, longest), kind: params.get("kind") || null };
}

/** Other parameters stay. */
export function writeSearch(value: SearchParams, before: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams(before);
  params.delete("q");
  params.delete("kind");
  if (value.text !== "") params.set("q", value.text);
  if (value.kind !== null) params.set("kind", value.kind);
  return params;
}
