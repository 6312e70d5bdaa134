/** Stops a pod; answers when all apps have ended. */
import { podStop } from "@/lib/contract/pod.ts";
import { stopPod } from "@/lib/server/data/pods.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { podParams } from "@/lib/server/http/params.ts";

export const POST = handle({ params: podParams, body: podStop }, ({ context, actor, params, body }) =>
  stopPod(context, actor, params, body),
);
