/** The typed client of one agent, for the console's server, the command line and tests. */
import type { Caller } from "./assertion.ts";
import { eventCalls } from "./events.ts";
import { execCalls } from "./exec.ts";
import { resumedLogs } from "./follow-logs.ts";
import { imageCalls } from "./images.ts";
import { type LogOptions, logCalls } from "./logs.ts";
import { nodeCalls } from "./node.ts";
import { podCalls } from "./pods.ts";
import { registryCalls } from "./registries.ts";
import { type AgentOptions, createTransport } from "./transport.ts";
import { trustCalls } from "./trust.ts";

/** Each call takes the caller first: `{user, role, requestId?, signal?}`. */
export function createAgentClient(options: AgentOptions) {
  const transport = createTransport(options);
  const logs = logCalls(transport);
  return {
    /** The node's name. */
    name: transport.node,
    address: transport.address,
    node: nodeCalls(transport),
    pods: podCalls(transport),
    images: imageCalls(transport),
    registries: registryCalls(transport),
    trust: trustCalls(transport),
    events: eventCalls(transport),
    logs,
    /** `logs` that bridges breaks and restarts of the agent. */
    followLogs: (caller: Caller, id: string, app: string, options: LogOptions = {}) =>
      resumedLogs((again) => logs(caller, id, app, again), { ...options, follow: true }, caller.signal),
    ...execCalls(transport),
    /** Closes idle connections; running calls break off. */
    close: transport.close,
  };
}
export type AgentClient = ReturnType<typeof createAgentClient>;
