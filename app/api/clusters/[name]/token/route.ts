/** The user's own bearer token on a cluster. It can be set and taken away, never read. */
import { tokenPut } from "@/lib/contract/clusters.ts";
import { removeToken, setToken } from "@/lib/server/data/cluster-tokens.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { namedClusterParams } from "@/lib/server/http/params.ts";

export const PUT = handle({ params: namedClusterParams, body: tokenPut }, ({ context, actor, params, body }) =>
  setToken(context, actor, params.name, body.token),
);

export const DELETE = handle({ params: namedClusterParams }, ({ context, actor, params }) =>
  removeToken(context, actor, params.name),
);
