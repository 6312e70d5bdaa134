/**
 * What a kubeconfig that came through a browser may hold: its credentials inline, and nothing that makes the console start a
 * program, read a file or ask another server. Each refusal names the field.
 */
import { isIP } from "node:net";
import { CratonError } from "../../contract/errors.ts";
import { whyClosed } from "./closed-addresses.ts";
import type { KubeconfigContext } from "./kubeconfig.ts";
import { serverAddress } from "./server-address.ts";

const clusterFields = {
  "certificate-authority": "names a file of the console's machine, use certificate-authority-data",
  "proxy-url": "names a proxy",
};
const userFields = {
  "client-certificate": "names a file of the console's machine, use client-certificate-data",
  "client-key": "names a file of the console's machine, use client-key-data",
  tokenFile: "names a file of the console's machine, use token",
  "token-file": "names a file of the console's machine, use token",
  exec: "starts a program on the console's machine",
};
/** Plain values of an auth-provider; everything else of one starts a program, reads a file or asks another server. */
const providers: Record<string, string[]> = {
  oidc: ["id-token", "client-id"],
  gcp: ["access-token", "expiry"],
  azure: ["access-token", "expiry", "expires-on", "apiserver-id", "client-id", "tenant-id", "environment"],
};

/** Throws `unsupported` with the field. */
export function refuseUntrusted(context: KubeconfigContext, closedPorts: readonly number[]): void {
  const refuse = (field: string, why: string) =>
    new CratonError("unsupported", { what: `${field} of a kubeconfig from a browser`, why: `it ${why}`, field });
  for (const [field, why] of Object.entries(clusterFields)) {
    if (context.cluster[field] !== undefined) throw refuse(`${context.clusterAt}.${field}`, why);
  }
  for (const [field, why] of Object.entries(userFields)) {
    if (context.user[field] !== undefined) throw refuse(`${context.userAt}.${field}`, why);
  }
  const provider = context.user["auth-provider"];
  if (provider) {
    const at = `${context.userAt}.auth-provider`;
    const open = Object.hasOwn(providers, provider.name) ? providers[provider.name] : undefined;
    if (open === undefined) throw refuse(`${at}.name`, "is none that keeps its token in the file");
    const more = Object.keys(provider.config ?? {}).find((key) => !open.includes(key));
    if (more !== undefined) throw refuse(`${at}.config.${more.slice(0, 80)}`, "reaches outside of the file");
  }
  const { host, port } = serverAddress(context.cluster.server);
  const why = isIP(host) === 0 ? null : whyClosed(host, port, closedPorts);
  if (why !== null) {
    throw new CratonError("unsupported", {
      what: `${context.clusterAt}.server`,
      why,
      field: `${context.clusterAt}.server`,
    });
  }
}
