import { pod, podStop } from "../../lib/contract/pod.ts";
import { json } from "./endpoint.ts";
import { podParams } from "./params.ts";

export const podStopPost = json({
  method: "POST",
  path: "/v1/pods/:id/stop",
  right: { verb: "stop", noun: "pod" },
  summary: "Stops a pod: SIGTERM, after the grace period SIGKILL; answers when all apps have ended",
  params: podParams,
  body: podStop,
  answer: pod,
  handle: ({ pods }, { actor }, { params, body }) => pods.stop(params.id, body, actor),
});
