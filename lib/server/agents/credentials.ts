/**
 * How the console proves itself to an agent of another authority: CA, client certificate, its key and the assertion key,
 * given when the agent is added and kept at STATE/console/agents/NAME.json (0600). Agents of this console's own authority
 * need none: they are asked with STATE/console/tls.
 */
import fs from "node:fs";
import fsp from "node:fs/promises";
import path from "node:path";
import { localSigner, type Signer } from "../../api/agent/assertion.ts";
import type { AgentTls } from "../../api/agent/transport.ts";
import { type AgentCredentials, agentCredentials } from "../../contract/console.ts";
import { CratonError } from "../../contract/errors.ts";
import { writeDurably } from "../store/durable-file.ts";
import { readAgentTls } from "./tls.ts";

// A node's name has neither slash nor leading dot (lib/contract/ids.ts), so it is safe in a path.
const fileOf = (home: string, name: string) => path.join(home, "agents", `${name}.json`);

export async function writeCredentials(home: string, name: string, credentials: AgentCredentials): Promise<void> {
  await fsp.mkdir(path.join(home, "agents"), { recursive: true, mode: 0o700 });
  await writeDurably(fileOf(home, name), `${JSON.stringify(credentials)}\n`);
}

export async function removeCredentials(home: string, name: string): Promise<void> {
  await fsp.rm(fileOf(home, name), { force: true });
}

/** The agent's own credentials, else the console's; `unavailable` when there are neither. */
export function credentialsFor(home: string, name: string): { tls: AgentTls; sign: Signer } {
  let text: string;
  try {
    text = fs.readFileSync(fileOf(home, name), "utf8");
  } catch {
    return readAgentTls(home);
  }
  return proofOf(agentCredentials.parse(JSON.parse(text)));
}

/** `bad-body` when a key or a certificate cannot be read. */
export function proofOf(given: AgentCredentials): { tls: AgentTls; sign: Signer } {
  try {
    return { tls: { ca: given.ca, cert: given.certificate, key: given.key }, sign: localSigner(given.assertionKey) };
  } catch (cause) {
    throw new CratonError(
      "bad-body",
      { path: "$.credentials", why: "the assertion key is not an Ed25519 key in PEM" },
      { cause },
    );
  }
}
