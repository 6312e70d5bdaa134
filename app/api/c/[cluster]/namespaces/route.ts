/** Namespaces of a Kubernetes cluster that the user may choose from. */
import { listNamespaces } from "@/lib/server/data/namespaces.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { clusterParams } from "@/lib/server/http/params.ts";

export const GET = handle({ params: clusterParams }, ({ context, actor, params }) =>
  listNamespaces(context, actor, params.cluster),
);
