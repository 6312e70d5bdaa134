/** An image in a registry, described. */
import { remoteImageQuery } from "@/lib/contract/registry-query.ts";
import { describeRemoteImage } from "@/lib/server/data/registries.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { registryParams } from "@/lib/server/http/params.ts";
import { fromQuery } from "@/lib/server/http/query.ts";

export const GET = handle({ params: registryParams }, ({ context, actor, params, query }) =>
  describeRemoteImage(context, actor, params, fromQuery(query, remoteImageQuery)),
);
