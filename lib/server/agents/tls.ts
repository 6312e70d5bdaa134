/** The console's certificate and assertion key, from STATE/console/tls. */
import fs from "node:fs";
import path from "node:path";
import { localSigner, type Signer } from "../../api/agent/assertion.ts";
import type { AgentTls } from "../../api/agent/transport.ts";
import { CratonError } from "../../contract/errors.ts";

/** `unavailable` when a file is missing: a console without an agent of its own has none until it is given them. */
export function readAgentTls(home: string): { tls: AgentTls; sign: Signer } {
  const read = (name: string) => {
    const file = path.join(home, "tls", name);
    try {
      return fs.readFileSync(file);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new CratonError("unavailable", { what: "the console's certificate", why }, { cause });
    }
  };
  return {
    tls: { ca: read("ca.crt"), cert: read("client.crt"), key: read("client.key") },
    sign: localSigner(read("assertion.key")),
  };
}
