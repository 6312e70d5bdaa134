/** Objects of all kinds by name or by terms of the filter's language. */
import { type SearchAnswer, searchAnswer } from "../../contract/kube-search.ts";
import { api } from "../../paths.ts";
import { type CallOptions, call } from "./http.ts";

/** `bad-filter` for a term that cannot be read. Empty `namespaces` search all that the user may see. */
export function searchObjects(
  cluster: string,
  text: string,
  where: { namespaces?: readonly string[]; limit?: number } = {},
  options?: CallOptions,
): Promise<SearchAnswer> {
  const more = new URLSearchParams();
  for (const namespace of where.namespaces ?? []) more.append("ns", namespace);
  if (where.limit !== undefined) more.set("limit", String(where.limit));
  const url = `${api.search(cluster, text)}${more.size > 0 ? `&${more}` : ""}`;
  return call("GET", url, searchAnswer, undefined, options);
}
