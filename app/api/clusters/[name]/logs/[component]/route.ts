/** The newest lines of a component of the embedded cluster. */
import { clusterLog } from "@/lib/server/data/clusters.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { componentParams } from "@/lib/server/http/params.ts";

export const GET = handle({ params: componentParams }, ({ context, actor, params }) =>
  clusterLog(context, actor, params.name, params.component),
);
