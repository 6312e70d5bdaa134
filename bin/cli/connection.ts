/** The agent that a verb talks to: STATE/cli holds who it is and the keys that prove who asks. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Caller, localSigner } from "../../lib/api/agent/assertion.ts";
import { type AgentClient, createAgentClient } from "../../lib/api/agent/client.ts";
import { UsageError } from "./failure.ts";

export type Connection = { agent: AgentClient; caller: Caller };
type Named = { state?: string; node?: string };
type Entry = { name: string; address: string };

/** --state, CRATON_STATE, else where `npm start` keeps it. */
export function stateFolder(named: string | undefined): string {
  const given = named ?? process.env.CRATON_STATE;
  if (given) return path.resolve(given);
  if (process.geteuid?.() === 0) return "/var/lib/craton";
  return path.join(process.env.XDG_STATE_HOME ?? path.join(os.homedir(), ".local/state"), "craton");
}

/** The user as the agent's log shows it. */
export function localCaller(): Caller {
  let name: string;
  try {
    name = os.userInfo().username;
  } catch {
    name = String(process.geteuid?.() ?? "unknown");
  }
  return { user: `local:${name}`, role: "admin" };
}

function readKey(folder: string, name: string): Buffer {
  const file = path.join(folder, name);
  try {
    return fs.readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "EACCES") throw new UsageError(`${file} can be read by its owner alone: run craton as root`);
    if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
    const state = path.dirname(folder);
    if (fs.existsSync(path.join(state, "console")))
      throw new UsageError(`the console of ${state} runs alone, there is no node agent (npm start as root makes one)`);
    throw new UsageError(
      `there is no Craton in ${state}: start it (npm start), or name its folder with --state or CRATON_STATE`,
    );
  }
}

/** All nodes that this command line knows. */
export function knownNodes(state: string): Entry[] {
  const file = path.join(state, "cli/agents.json");
  const value: unknown = parse(readKey(path.join(state, "cli"), "agents.json").toString("utf8"), file);
  const good = (entry: unknown): entry is Entry =>
    typeof entry === "object" && entry !== null && "name" in entry && "address" in entry;
  if (!Array.isArray(value) || !value.every(good)) throw new UsageError(`${file} is no list of names and addresses`);
  return value;
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is not JSON`);
  }
}

/** The node by --node, else the only one, else this machine's own. */
export function chooseNode(nodes: Entry[], wanted: string | undefined, host: string): Entry {
  const names = nodes.map(({ name }) => name).join(", ") || "none";
  if (wanted !== undefined) {
    const found = nodes.find(({ name }) => name === wanted);
    if (!found) throw new UsageError(`there is no node ${wanted} (known: ${names})`);
    return found;
  }
  const found = nodes.length === 1 ? nodes[0] : nodes.find(({ name }) => name === host.toLowerCase());
  if (!found) throw new UsageError(`name the node with --node (known: ${names})`);
  return found;
}

/** Opens no connection yet. */
export function connect({ state, node }: Named): Connection {
  const folder = stateFolder(state);
  const entry = chooseNode(knownNodes(folder), node, os.hostname());
  const keys = path.join(folder, "cli");
  const agent = createAgentClient({
    address: entry.address,
    node: entry.name,
    tls: { ca: readKey(keys, "ca.crt"), cert: readKey(keys, "client.crt"), key: readKey(keys, "client.key") },
    sign: localSigner(readKey(keys, "assertion.key")),
  });
  return { agent, caller: localCaller() };
}
