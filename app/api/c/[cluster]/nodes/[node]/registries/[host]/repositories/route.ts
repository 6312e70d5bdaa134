/** A page of a registry's repositories. */
import { registryPageQuery } from "@/lib/contract/registry-query.ts";
import { listRepositories } from "@/lib/server/data/registries.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { registryParams } from "@/lib/server/http/params.ts";
import { fromQuery } from "@/lib/server/http/query.ts";

export const GET = handle({ params: registryParams }, ({ context, actor, params, query }) =>
  listRepositories(context, actor, params, fromQuery(query, registryPageQuery)),
);
