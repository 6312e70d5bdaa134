import { pod, podCreate } from "../../lib/contract/pod.ts";
import { json } from "./endpoint.ts";

export const podCreatePost = json({
  method: "POST",
  path: "/v1/pods",
  right: { verb: "create", noun: "pod" },
  summary: "Creates a pod and starts it; answers when it runs. A known uuid answers the pod that exists",
  body: podCreate,
  answer: pod,
  handle: ({ pods }, { actor }, { body }) => pods.create(body, actor),
});
