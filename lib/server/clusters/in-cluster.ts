/** The service account of the pod that the console runs in, when it does: as Kubernetes mounts it. */
import fs from "node:fs";
import { isIPv6 } from "node:net";
import path from "node:path";
import type { ClusterSpec } from "./cluster-spec.ts";
import { specOf } from "./kubeconfig-spec.ts";

const mounted = "/var/run/secrets/kubernetes.io/serviceaccount";

/** Null outside of a cluster. The token is read again as Kubernetes renews it. */
export function inClusterSpec(
  env: Record<string, string | undefined> = process.env,
  folder = mounted,
): ClusterSpec | null {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
  const tokenFile = path.join(folder, "token");
  if (!host || !port || !fs.existsSync(tokenFile)) return null;
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const kubeconfig = JSON.stringify({
    clusters: [{ name: "in-cluster", cluster: { server, "certificate-authority": path.join(folder, "ca.crt") } }],
    users: [{ name: "service-account", user: { tokenFile } }],
    contexts: [{ name: "in-cluster", context: { cluster: "in-cluster", user: "service-account" } }],
    "current-context": "in-cluster",
  });
  const source = { cluster: "in-cluster", kubeconfig, context: null, isTrusted: true, closedPorts: [], token: null };
  return specOf({ name: "in-cluster", type: "in-cluster", access: "single-user", owner: null }, source);
}
