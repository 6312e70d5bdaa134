/** One cluster of Settings: forget it. What runs there runs on. */
import { removeCluster } from "@/lib/server/data/clusters.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { namedClusterParams } from "@/lib/server/http/params.ts";

export const DELETE = handle({ params: namedClusterParams }, ({ context, actor, params }) =>
  removeCluster(context, actor, params.name),
);
