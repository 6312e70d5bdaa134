/** The kinds that the oracle knows: where their API is, and an object of each. */

export type OracleKind = { name: string; path: string; group: string; resource: string; namespaced: boolean };

const kind = (path: string, resource: string, namespaced = true): OracleKind => {
  const group = path.startsWith("/apis/") ? (path.split("/")[2] ?? "") : "";
  return { name: group === "" ? resource : `${resource}.${group}`, path, group, resource, namespaced };
};
const rbac = "/apis/rbac.authorization.k8s.io/v1";
export const workloads = [
  kind("/apis/apps/v1", "deployments"),
  kind("/apis/apps/v1", "statefulsets"),
  kind("/apis/apps/v1", "daemonsets"),
  kind("/apis/apps/v1", "replicasets"),
  kind("/apis/batch/v1", "jobs"),
  kind("/apis/batch/v1", "cronjobs"),
];
export const kinds: OracleKind[] = [
  kind("/api/v1", "pods"),
  kind("/api/v1", "services"),
  kind("/api/v1", "configmaps"),
  kind("/api/v1", "secrets"),
  kind("/api/v1", "serviceaccounts"),
  ...workloads,
  kind(rbac, "roles"),
  kind(rbac, "rolebindings"),
  kind(rbac, "clusterroles", false),
  kind("/api/v1", "namespaces", false),
  kind("/api/v1", "nodes", false),
];

/** Where objects of the kind are listed and made; `namespace` null is everywhere. */
export function urlOf({ path, resource }: OracleKind, namespace: string | null): string {
  return namespace === null ? `${path}/${resource}` : `${path}/namespaces/${namespace}/${resource}`;
}

const containers = [{ name: "app", image: "example.com/app:1" }];
const template = (labels: Record<string, string>) => ({
  metadata: { labels },
  spec: { containers, restartPolicy: "Always" },
});

/** An object for a test; null for kinds that are not made one by one. */
export function objectOf({ resource }: OracleKind, name: string, app: string): object | null {
  const labels = { app, name };
  const metadata = { name, labels };
  const selector = { matchLabels: labels };
  switch (resource) {
    case "pods":
      return { metadata, spec: { containers, automountServiceAccountToken: false, nodeName: "thing-0" } };
    case "services":
      return { metadata, spec: { clusterIP: "None", ports: [{ port: 80 }] } };
    case "configmaps":
      return { metadata, data: { word: "never listed" } };
    case "secrets":
      return { metadata, stringData: { word: "never listed" } };
    case "serviceaccounts":
      return { metadata };
    case "deployments":
    case "replicasets":
      return { metadata, spec: { replicas: 0, selector, template: template(labels) } };
    case "statefulsets":
      return { metadata, spec: { replicas: 0, serviceName: name, selector, template: template(labels) } };
    case "daemonsets":
      return { metadata, spec: { selector, template: template(labels) } };
    case "jobs":
      return { metadata, spec: { suspend: true, template: { spec: { containers, restartPolicy: "Never" } } } };
    case "cronjobs":
      return {
        metadata,
        spec: {
          schedule: "0 0 1 1 *",
          jobTemplate: { spec: { template: { spec: { containers, restartPolicy: "Never" } } } },
        },
      };
    default:
      return null;
  }
}
