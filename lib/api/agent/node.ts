/** The node itself: facts and use. */
import type { NodeUsageAnswer } from "../../contract/agent-api.ts";
import type { NodeFacts } from "../../contract/node.ts";
import type { Caller } from "./assertion.ts";
import type { Transport } from "./transport.ts";

const nodeFacts = async () => (await import("../../contract/node.ts")).nodeFacts;
const nodeUsageAnswer = async () => (await import("../../contract/agent-api.ts")).nodeUsageAnswer;
const anything = { parse: (value: unknown) => value };

export function nodeCalls(transport: Transport) {
  return {
    facts: (caller: Caller): Promise<NodeFacts> => transport.json(caller, { path: "/v1/node" }, nodeFacts),
    /** cpu in cores over the last interval, memory in bytes, of the node and of each pod and app. */
    usage: (caller: Caller): Promise<NodeUsageAnswer> =>
      transport.json(caller, { path: "/v1/node/usage" }, nodeUsageAnswer),
    openapi: (caller: Caller): Promise<unknown> => transport.json(caller, { path: "/v1/openapi.json" }, anything),
  };
}
