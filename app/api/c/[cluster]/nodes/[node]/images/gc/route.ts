/** Removes what nothing needs from a node's store, or tells what would go. */
import { imageGcRequest } from "@/lib/contract/image-gc.ts";
import { collectImages } from "@/lib/server/data/image-upkeep.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { nodeParams } from "@/lib/server/http/params.ts";

export const POST = handle({ params: nodeParams, body: imageGcRequest }, ({ context, actor, params, body }) =>
  collectImages(context, actor, params, body),
);
