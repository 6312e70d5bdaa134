/** A node's facts and use now. */
import { getNode } from "@/lib/server/data/nodes.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { nodeParams } from "@/lib/server/http/params.ts";

export const GET = handle({ params: nodeParams }, ({ context, actor, params }) => getNode(context, actor, params));
