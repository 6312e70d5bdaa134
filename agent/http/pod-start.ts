import { pod } from "../../lib/contract/pod.ts";
import { json } from "./endpoint.ts";
import { podParams } from "./params.ts";

export const podStartPost = json({
  method: "POST",
  path: "/v1/pods/:id/start",
  right: { verb: "start", noun: "pod" },
  summary: "Starts a prepared pod; answers when it runs",
  params: podParams,
  answer: pod,
  handle: ({ pods }, { actor }, { params }) => pods.start(params.id, actor),
});
