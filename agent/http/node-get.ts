import { nodeFacts } from "../../lib/contract/node.ts";
import { json } from "./endpoint.ts";

export const nodeGet = json({
  method: "GET",
  path: "/v1/node",
  right: { verb: "get", noun: "node" },
  summary: "Facts of the node: what it is, has and lacks",
  answer: nodeFacts,
  handle: ({ facts }) => facts(),
});
