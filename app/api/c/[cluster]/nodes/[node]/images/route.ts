/** Images of a node. */
import { listImages } from "@/lib/server/data/images.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { nodeParams } from "@/lib/server/http/params.ts";

export const GET = handle({ params: nodeParams }, ({ context, actor, params }) => listImages(context, actor, params));
