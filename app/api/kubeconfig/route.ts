/** What a kubeconfig file holds, before one of its contexts is added. */
import { kubeconfigRead } from "@/lib/contract/clusters.ts";
import { readKubeconfig } from "@/lib/server/data/clusters.ts";
import { handle } from "@/lib/server/http/handle.ts";

export const POST = handle({ body: kubeconfigRead }, ({ context, actor, body }) =>
  readKubeconfig(context, actor, body.kubeconfig),
);
