/**
 * The rights that Craton's groups and its two identities have in the embedded cluster, as RBAC objects. They are applied at
 * each start; what an administrator adds beside them stays.
 */

/** @typedef {{ apiGroups: string[], resources: string[], verbs: string[], resourceNames?: string[] }} Rule */

const read = ["get", "list", "watch"];
const rbac = "rbac.authorization.k8s.io";
const rule = (apiGroups, resources, verbs, more = {}) => ({ apiGroups, resources, verbs, ...more });

const role = (name, rules) => ({ apiVersion: `${rbac}/v1`, kind: "ClusterRole", metadata: { name }, rules });
const bind = (name, roleName, subject) => ({
  apiVersion: `${rbac}/v1`,
  kind: "ClusterRoleBinding",
  metadata: { name },
  roleRef: { apiGroup: rbac, kind: "ClusterRole", name: roleName },
  subjects: [{ apiGroup: rbac, ...subject }],
});
const group = (name) => ({ kind: "Group", name });
const user = (name) => ({ kind: "User", name });

/** The groups that the console may act for; the impersonator can name no other. */
export const groups = ["craton:admin", "craton:editor", "craton:viewer", "craton:auditor"];

/** Kinds outside namespaces that say how the cluster is made, and hold no secret. */
const clusterRead = role("craton:cluster-read", [
  rule([""], ["nodes", "namespaces", "persistentvolumes"], read),
  rule(["storage.k8s.io"], ["storageclasses", "csidrivers", "csinodes", "volumeattachments"], read),
  rule(["apiextensions.k8s.io"], ["customresourcedefinitions"], read),
  rule(["apiregistration.k8s.io"], ["apiservices"], read),
  rule(["scheduling.k8s.io"], ["priorityclasses"], read),
  rule(["node.k8s.io"], ["runtimeclasses"], read),
  rule(["networking.k8s.io"], ["ingressclasses"], read),
  rule(["metrics.k8s.io"], ["nodes", "pods"], read),
]);

const rbacRead = role("craton:rbac-read", [
  rule([rbac], ["roles", "rolebindings", "clusterroles", "clusterrolebindings"], read),
]);

const impersonator = role("craton:impersonator", [
  rule([""], ["users"], ["impersonate"]),
  rule([""], ["groups"], ["impersonate"], { resourceNames: groups }),
]);

/** The role of the index reader: everything but Secrets. RBAC cannot take away, so all that it may is named. */
export function readerRole(coreResources, apiGroups) {
  const core = coreResources.filter((name) => name !== "secrets" && !name.includes("/"));
  return role("craton:index-reader", [
    rule([""], [...new Set(core)].sort(), read),
    // The table of API services is no API service itself.
    rule([...new Set(["apiregistration.k8s.io", ...apiGroups.filter((name) => name !== "")])].sort(), ["*"], read),
  ]);
}

/** @type {{ apiVersion: string, kind: string, metadata: { name: string }, rules?: Rule[] }[]} */
export const fixedObjects = [
  clusterRead,
  rbacRead,
  impersonator,
  bind("craton:admin", "cluster-admin", group("craton:admin")),
  bind("craton:editor", "edit", group("craton:editor")),
  bind("craton:viewer", "view", group("craton:viewer")),
  bind("craton:auditor", "view", group("craton:auditor")),
  ...["editor", "viewer", "auditor"].map((name) =>
    bind(`craton:${name}:cluster-read`, "craton:cluster-read", group(`craton:${name}`)),
  ),
  bind("craton:auditor:rbac-read", "craton:rbac-read", group("craton:auditor")),
  bind("craton:impersonator", "craton:impersonator", user("craton:impersonator")),
  bind("craton:index-reader", "craton:index-reader", user("craton:index-reader")),
];

/** Where an object of this file lives in the API. */
export function urlOf({ kind, metadata }) {
  return `/apis/${rbac}/v1/${kind.toLowerCase()}s/${encodeURIComponent(metadata.name)}`;
}
