/** Removes a key or a mask: of one prefix, or of all names. */
import { removeTrust } from "@/lib/server/data/trust.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { trustedKeyParams } from "@/lib/server/http/params.ts";
import { fromQuery, trustQuery } from "@/lib/server/http/query.ts";

export const DELETE = handle({ params: trustedKeyParams }, ({ context, actor, params, query }) => {
  const { prefix = null } = fromQuery(query, trustQuery);
  return removeTrust(context, actor, params, { fingerprint: params.fingerprint, prefix });
});
