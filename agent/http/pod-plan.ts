import { podPlan } from "../../lib/contract/agent-api.ts";
import { podCreate } from "../../lib/contract/pod.ts";
import { json } from "./endpoint.ts";

export const podPlanPost = json({
  method: "POST",
  path: "/v1/pods/plan",
  right: { verb: "create", noun: "pod" },
  summary: "What a creation would make, without making anything",
  body: podCreate,
  answer: podPlan,
  handle: ({ pods }, { actor }, { body }) => pods.plan(body, actor),
});
