/** Registries that a node has settings for. */
import { listRegistries } from "@/lib/server/data/registries.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { nodeParams } from "@/lib/server/http/params.ts";

export const GET = handle({ params: nodeParams }, ({ context, actor, params }) =>
  listRegistries(context, actor, params),
);
