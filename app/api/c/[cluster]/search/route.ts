/** Objects of all kinds of a Kubernetes cluster that fit a text. */
import { searchObjects } from "@/lib/server/data/search.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { clusterParams } from "@/lib/server/http/params.ts";
import { fromQuery, searchQuery } from "@/lib/server/http/query.ts";

export const GET = handle({ params: clusterParams }, ({ context, actor, params, query }) => {
  const { q, ns, limit } = fromQuery(query, searchQuery);
  return searchObjects(context, actor, params.cluster, { text: q, namespaces: ns, limit });
});
