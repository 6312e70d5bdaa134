/** What the user may do to objects of a kind. */
import { objectRights } from "@/lib/server/data/kube-objects-rights.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { kindParams, rightsQuery } from "@/lib/server/http/object-params.ts";
import { fromQuery } from "@/lib/server/http/query.ts";

export const GET = handle({ params: kindParams }, ({ context, actor, params, query }) =>
  objectRights(context, actor, { ...params, namespace: fromQuery(query, rightsQuery).namespace ?? null }),
);
