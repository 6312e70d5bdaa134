/** Asks a registry from a node, with settings that are not kept. */
import { registryTest } from "@/lib/contract/registry.ts";
import { testRegistry } from "@/lib/server/data/registries.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { nodeParams } from "@/lib/server/http/params.ts";

export const POST = handle({ params: nodeParams, body: registryTest }, ({ context, actor, params, body }) =>
  testRegistry(context, actor, params, body),
);
