/** A kubeconfig cut down to one context: other clusters' secrets are not kept. */
import { contextOf, type KubeconfigFile } from "./kubeconfig.ts";

/** As JSON. Without its user where `keepUser` is false. */
export function oneContext(config: KubeconfigFile, wanted: string | null, keepUser: boolean): string {
  const { name, cluster, user, userName, namespace } = contextOf(config, wanted);
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    clusters: [{ name, cluster }],
    users: keepUser ? [{ name: userName || name, user }] : [],
    contexts: [{ name, context: { cluster: name, namespace, ...(keepUser ? { user: userName || name } : {}) } }],
  });
}
