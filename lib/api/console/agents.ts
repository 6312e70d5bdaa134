/** The agents that the console knows (administrators). */
import { type AgentCreate, type AgentList, agentList } from "../../contract/console.ts";
import { api } from "../../paths.ts";
import { type CallOptions, call } from "./http.ts";

export function listAgents(options?: CallOptions): Promise<AgentList> {
  return call("GET", api.agents(), agentList, undefined, options);
}

/** Asks the agent who it is before it is written down: `agent-unreachable`, `conflict`. */
export function addAgent(entry: AgentCreate, options?: CallOptions): Promise<AgentList> {
  return call("POST", api.agents(), agentList, entry, options);
}

export function removeAgent(name: string, options?: CallOptions): Promise<AgentList> {
  return call("DELETE", api.agent(name), agentList, undefined, options);
}
