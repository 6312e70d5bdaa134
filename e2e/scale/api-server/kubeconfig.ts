/** The kubeconfig of the synthetic server: one context for each identity, everything inline. JSON is YAML. */
import type { Identity } from "./access.ts";

export function kubeconfig(server: string, ca: string, identities: Identity[]): string {
  const cluster = { server, "certificate-authority-data": Buffer.from(ca).toString("base64") };
  const file = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "synthetic", cluster }],
    users: identities.map(({ name, token }) => ({ name, user: { token } })),
    contexts: identities.map(({ name }) => ({ name, context: { cluster: "synthetic", user: name } })),
    "current-context": identities[0]?.name ?? "",
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
