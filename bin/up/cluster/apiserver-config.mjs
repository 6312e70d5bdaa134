/** Two configuration files of kube-apiserver. JSON is YAML too, so both are written as JSON. */

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** Anonymous requests reach the health paths and nothing else. */
export const authentication = json({
  apiVersion: "apiserver.config.k8s.io/v1",
  kind: "AuthenticationConfiguration",
  anonymous: { enabled: true, conditions: [{ path: "/livez" }, { path: "/readyz" }, { path: "/healthz" }] },
});

/**
 * Who did what to which object, never its content: no request or response body is kept. Reads that components repeat all
 * day are left out; reads by people are not.
 */
export const auditPolicy = json({
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [
    { level: "None", nonResourceURLs: ["/healthz*", "/livez*", "/readyz*", "/metrics", "/version"] },
    { level: "None", resources: [{ group: "coordination.k8s.io", resources: ["leases"] }] },
    {
      level: "None",
      users: ["system:apiserver", "system:kube-controller-manager", "system:kube-scheduler", "craton:index-reader"],
      verbs: ["get", "list", "watch"],
    },
    { level: "None", userGroups: ["system:serviceaccounts:kube-system"], verbs: ["get", "list", "watch"] },
    { level: "Metadata" },
  ],
});
