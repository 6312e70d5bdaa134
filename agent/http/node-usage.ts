import { nodeUsageAnswer } from "../../lib/contract/agent-api.ts";
import { json } from "./endpoint.ts";

export const nodeUsageGet = json({
  method: "GET",
  path: "/v1/node/usage",
  right: { verb: "get", noun: "metrics" },
  summary: "CPU and memory in use now, of the node and of each pod and app",
  answer: nodeUsageAnswer,
  handle: ({ pods }) => pods.usage(),
});
