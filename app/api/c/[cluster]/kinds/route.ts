/** Kinds of a Kubernetes cluster that the user may list somewhere. */
import { listKinds } from "@/lib/server/data/kinds.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { clusterParams } from "@/lib/server/http/params.ts";

export const GET = handle({ params: clusterParams }, async ({ context, actor, params }) => ({
  kinds: await listKinds(context, actor, params.cluster),
}));
