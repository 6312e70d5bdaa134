/** A page of a repository's tags. */
import { tagQuery } from "@/lib/contract/registry-query.ts";
import { listTags } from "@/lib/server/data/registries.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { registryParams } from "@/lib/server/http/params.ts";
import { fromQuery } from "@/lib/server/http/query.ts";

export const GET = handle({ params: registryParams }, ({ context, actor, params, query }) =>
  listTags(context, actor, params, fromQuery(query, tagQuery)),
);
