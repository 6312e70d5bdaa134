/** Where the embedded cluster keeps things below the state folder, and which ports it takes. docs/cluster.md lists them. */
import path from "node:path";

/** Names of the components, in the order of their start. */
export const componentNames = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"];

/** `base` is STATE/cluster.
 * @param {string} state */
export function placesOf(state) {
  const base = path.join(state, "cluster");
  const at = (...parts) => path.join(base, ...parts);
  return {
    base,
    binary: at("bin/cluster"),
    ca: { cluster: at("ca/cluster"), etcd: at("ca/etcd"), frontProxy: at("ca/front-proxy") },
    admin: at("admin"),
    adminKubeconfig: at("admin/admin.kubeconfig"),
    etcd: at("etcd"),
    apiserver: at("apiserver"),
    controllers: at("controllers"),
    identities: at("identities"),
    log: at("log"),
    run: path.join(state, "run"),
    status: path.join(state, "run/cluster.json"),
    console: path.join(state, "console/clusters/local"),
  };
}

/** One port next to the other, from the apiserver's on.
 * @param {number} first */
export function portsOf(first) {
  return { apiserver: first, etcd: first + 1, etcdPeer: first + 2, controllerManager: first + 3, scheduler: first + 4 };
}

/** How many ports in a row a cluster takes. */
export const portCount = 5;
