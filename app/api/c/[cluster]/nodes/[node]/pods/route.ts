/** Pods of a node: list, create. */
import { podCreate } from "@/lib/contract/pod.ts";
import { createPod, listPods } from "@/lib/server/data/pods.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { nodeParams } from "@/lib/server/http/params.ts";

export const GET = handle({ params: nodeParams }, ({ context, actor, params }) => listPods(context, actor, params));

export const POST = handle({ params: nodeParams, body: podCreate }, ({ context, actor, params, body }) =>
  createPod(context, actor, params, body),
);
