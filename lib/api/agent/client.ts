/** The typed client of one agent, for the console's server, the command line and tests. */
import { eventCalls } from "./events.ts";
import { execCalls } from "./exec.ts";
import { imageCalls } from "./images.ts";
import { logCalls } from "./logs.ts";
import { nodeCalls } from "./node.ts";
import { podCalls } from "./pods.ts";
import { type AgentOptions, createTransport } from "./transport.ts";

/** Each call takes the caller first: `{user, role, requestId?, signal?}`. */
export function createAgentClient(options: AgentOptions) {
  const transport = createTransport(options);
  return {
    /** The node's name. */
    name: transport.node,
    address: transport.address,
    node: nodeCalls(transport),
    pods: podCalls(transport),
    images: imageCalls(transport),
    events: eventCalls(transport),
    logs: logCalls(transport),
    ...execCalls(transport),
    /** Closes idle connections; running calls break off. */
    close: transport.close,
  };
}
export type AgentClient = ReturnType<typeof createAgentClient>;
