/** One registry's settings on a node: set, remove. */
import { registryPut } from "@/lib/contract/registry.ts";
import { putRegistry, removeRegistry } from "@/lib/server/data/registries.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { registryParams } from "@/lib/server/http/params.ts";

export const PUT = handle({ params: registryParams, body: registryPut }, ({ context, actor, params, body }) =>
  putRegistry(context, actor, params, body),
);

export const DELETE = handle({ params: registryParams }, ({ context, actor, params }) =>
  removeRegistry(context, actor, params),
);
