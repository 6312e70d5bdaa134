/** Ports of this machine that a kubeconfig from a browser must not make the console reach. */
import { splitAddress } from "../../api/agent/transport.ts";
import type { AgentEntry } from "../../contract/console.ts";
import type { Config } from "../config.ts";

/** The console's own, and those of all agents: what listens there trusts the console's machine more than others. */
export function closedPortsOf({ port }: Pick<Config, "port">, agents: readonly AgentEntry[]): number[] {
  return [...new Set([port, ...agents.map(({ address }) => splitAddress(address).port)])];
}
