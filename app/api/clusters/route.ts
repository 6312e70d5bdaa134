/** The clusters that the user may open. */
import { clusterCreate } from "@/lib/contract/clusters.ts";
import { addCluster, listClusters } from "@/lib/server/data/clusters.ts";
import { handle } from "@/lib/server/http/handle.ts";

export const GET = handle({}, ({ context, actor }) => listClusters(context, actor));

export const POST = handle({ body: clusterCreate }, ({ context, actor, body }) => addCluster(context, actor, body));
