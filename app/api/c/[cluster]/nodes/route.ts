/** Nodes of a cluster, from what the console knows. */
import { listNodes } from "@/lib/server/data/nodes.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { clusterParams } from "@/lib/server/http/params.ts";

export const GET = handle({ params: clusterParams }, ({ context, actor, params }) =>
  listNodes(context, actor, params.cluster),
);
