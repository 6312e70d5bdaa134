/** A dry run of a creation. */
import { podCreate } from "@/lib/contract/pod.ts";
import { planPod } from "@/lib/server/data/pods.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { nodeParams } from "@/lib/server/http/params.ts";

export const POST = handle({ params: nodeParams, body: podCreate }, ({ context, actor, params, body }) =>
  planPod(context, actor, params, body),
);
