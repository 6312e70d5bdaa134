/**
 * The cluster's certificates: three authorities (API, etcd, front proxy), and for each component a folder that only its own
 * user can read. Made when missing, renewed 30 days before their end; docs/cluster.md lists the files.
 */
import { createPrivateKey, createPublicKey } from "node:crypto";
import path from "node:path";
import { ensureCa } from "../../pki/authority.mjs";
import { ensureLeaf } from "../../pki/leaf.mjs";
import { ecKey } from "../../pki/openssl.mjs";
import { asUser, makeFolder, readText, writeText } from "../../state-files.mjs";
import { firstAddress } from "./service-network.mjs";

/** Who has to start again when a certificate of this folder was made anew. */
const concerned = {
  "etcd/server": ["etcd"],
  "apiserver/server": ["kube-apiserver"],
  "apiserver/etcd": ["kube-apiserver"],
  "apiserver/front-proxy": ["kube-apiserver"],
  "controllers/manager": ["kube-controller-manager"],
  "controllers/scheduler": ["kube-scheduler"],
};

/**
 * @param {import("./plan.mjs").Plan} plan
 * @returns {string[]} names of the components whose certificates were made anew
 */
export function ensureClusterCertificates(plan) {
  const { places, users, node, serviceCidr } = plan;
  const made = [];
  const ca = {
    cluster: ensureCa(places.ca.cluster, `${node} Kubernetes`, made, "ca/cluster"),
    etcd: ensureCa(places.ca.etcd, `${node} etcd`, made, "ca/etcd"),
    frontProxy: ensureCa(places.ca.frontProxy, `${node} front proxy`, made, "ca/front-proxy"),
  };
  const loopback = ["127.0.0.1", "localhost"];
  const inCluster = ["kubernetes", "kubernetes.default", "kubernetes.default.svc"];
  const api = [...loopback, firstAddress(serviceCidr), ...inCluster, "kubernetes.default.svc.cluster.local"];
  const server = (cn, hosts, owner) => ({
    file: "server",
    cn,
    organizations: [],
    usages: ["serverAuth"],
    hosts,
    owner,
  });
  const client = (cn, owner, organizations = [], file = "client") => {
    return { file, cn, organizations, usages: ["clientAuth"], hosts: [], owner };
  };
  const both = (leaf) => ({ ...leaf, usages: ["serverAuth", "clientAuth"] });
  const leaf = (folder, one, authority) => {
    asUser(one.owner, () => makeFolder(path.join(places.base, folder), 0o700));
    ensureLeaf(places.base, folder, one, authority, made);
  };
  // etcd checks its own peers by the same certificate, for which it has to be a client's too.
  leaf("etcd/server", both(server("etcd", loopback, users.etcd)), ca.etcd);
  leaf("apiserver/server", server("kube-apiserver", api, users.apiserver), ca.cluster);
  leaf("apiserver/etcd", client("kube-apiserver", users.apiserver), ca.etcd);
  leaf("apiserver/front-proxy", client("front-proxy-client", users.apiserver), ca.frontProxy);
  for (const [folder, cn] of [
    ["controllers/manager", "kube-controller-manager"],
    ["controllers/scheduler", "kube-scheduler"],
  ]) {
    leaf(folder, server(cn, loopback, users.controllers), ca.cluster);
    leaf(folder, client(`system:${cn}`, users.controllers), ca.cluster);
  }
  leaf("admin", client("craton:admin", null, ["system:masters"], "admin"), ca.cluster);
  leaf("admin/etcd", client("health", null), ca.etcd);
  leaf("identities", client("craton:index-reader", null, [], "reader"), ca.cluster);
  leaf("identities", client("craton:impersonator", null, [], "impersonator"), ca.cluster);
  ensureServiceAccountKey(plan);
  ensureSigner(plan);
  const restart = new Set(made.flatMap((name) => concerned[path.dirname(name)] ?? []));
  // A new authority reaches everyone who checks by it.
  if (made.some((name) => name.startsWith("ca/"))) for (const names of Object.values(concerned)) restart.add(names[0]);
  return [...restart];
}

/** The key that service account tokens are signed with: the apiserver checks them, the controller manager signs. Never renewed. */
function ensureServiceAccountKey({ places, users }) {
  const keyText = asUser(users.apiserver, () => {
    const have = readText(path.join(places.apiserver, "service-account.key"));
    if (have !== null) return have;
    const fresh = ecKey();
    writeText(places.apiserver, "service-account.key", fresh, 0o600);
    return fresh;
  });
  const publicText = createPublicKey(createPrivateKey(keyText)).export({ type: "spki", format: "pem" });
  asUser(users.apiserver, () => replace(places.apiserver, "service-account.pub", publicText));
  asUser(users.controllers, () => replace(places.controllers, "service-account.key", keyText));
}

/** The controller manager signs certificate requests that were approved, with the cluster's authority. */
function ensureSigner({ places, users }) {
  for (const name of ["ca.key", "ca.crt"]) {
    const text = readText(path.join(places.ca.cluster, name));
    asUser(users.controllers, () => replace(path.join(places.controllers, "manager"), `signer-${name}`, text));
  }
}

function replace(folder, name, text) {
  if (readText(path.join(folder, name)) !== text) writeText(folder, name, text, 0o600);
}
