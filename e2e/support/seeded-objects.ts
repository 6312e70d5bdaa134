/** One or two objects of each common kind, as a cluster in use has them. `status` is written apart, as controllers do. */

export type SeededObject = { path: string; object: Record<string, unknown>; status?: object };

const apps = "/apis/apps/v1/namespaces/default";
const batch = "/apis/batch/v1/namespaces/default";
const core = "/api/v1/namespaces/default";
const rbac = "/apis/rbac.authorization.k8s.io/v1";
const named = (name: string, more: object = {}) => ({ metadata: { name, ...more } });
const template = (app: string, more: object = {}) => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: "c", image: `registry.example/${app}:1` }], ...more },
});
const selector = (app: string) => ({ matchLabels: { app } });
const since = "2026-11-24T08:00:00Z";

export const seededObjects: readonly SeededObject[] = [
  { path: "/api/v1/namespaces", object: named("crew") },
  { path: "/api/v1/namespaces/crew/serviceaccounts", object: named("default") },
  { path: `${core}/configmaps`, object: { ...named("settings"), data: { a: "hidden-value", b: "2" } } },
  { path: `${core}/secrets`, object: { ...named("token"), stringData: { a: "hidden-value" } } },
  {
    path: "/api/v1/nodes",
    object: {
      ...named("worker-1", { labels: { "node-role.kubernetes.io/worker": "" } }),
      spec: { unschedulable: true, taints: [{ key: "example.com/a", value: "b", effect: "NoSchedule" }] },
    },
    status: {
      conditions: [{ type: "Ready", status: "True", lastTransitionTime: since, reason: "KubeletReady" }],
      allocatable: { cpu: "4", memory: "8Gi", pods: "110" },
      addresses: [{ type: "InternalIP", address: "192.0.2.7" }],
      nodeInfo: {
        ...{
          kubeletVersion: "v1.36.3",
          osImage: "Debian",
          kernelVersion: "6.1",
          containerRuntimeVersion: "craton://1",
        },
        ...{ machineID: "m", systemUUID: "s", bootID: "b", kubeProxyVersion: "", operatingSystem: "linux" },
        architecture: "amd64",
      },
    },
  },
  { path: "/api/v1/nodes", object: named("worker-2") },
  {
    path: "/api/v1/namespaces/crew/pods",
    object: {
      ...named("placed"),
      spec: {
        nodeName: "worker-1",
        containers: [
          { name: "c", image: "registry.example/c:1", resources: { requests: { cpu: "250m", memory: "64Mi" } } },
        ],
      },
    },
    status: { phase: "Running" },
  },
  {
    path: `${apps}/deployments`,
    object: { ...named("web"), spec: { replicas: 3, selector: selector("web"), template: template("web") } },
    status: { replicas: 3, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 1, observedGeneration: 1 },
  },
  {
    path: `${apps}/statefulsets`,
    object: {
      ...named("db"),
      spec: { replicas: 2, serviceName: "db", selector: selector("db"), template: template("db") },
    },
    status: { replicas: 2, readyReplicas: 1, availableReplicas: 1, observedGeneration: 1 },
  },
  {
    path: `${apps}/daemonsets`,
    object: { ...named("logs"), spec: { selector: selector("logs"), template: template("logs") } },
    status: {
      ...{ desiredNumberScheduled: 2, currentNumberScheduled: 2, updatedNumberScheduled: 1, numberReady: 1 },
      ...{ numberAvailable: 1, numberMisscheduled: 0, observedGeneration: 1 },
    },
  },
  {
    path: `${batch}/jobs`,
    object: { ...named("once"), spec: { completions: 3, template: template("once", { restartPolicy: "Never" }) } },
    status: { startTime: since, active: 1, succeeded: 1, ready: 1, uncountedTerminatedPods: {} },
  },
  {
    path: `${batch}/jobs`,
    object: { ...named("any"), spec: { parallelism: 4, template: template("any", { restartPolicy: "Never" }) } },
  },
  {
    path: `${batch}/cronjobs`,
    object: {
      ...named("nightly"),
      spec: {
        schedule: "0 3 * * *",
        suspend: true,
        jobTemplate: { spec: { template: template("nightly", { restartPolicy: "Never" }) } },
      },
    },
  },
  {
    path: `${core}/services`,
    object: {
      ...named("web"),
      spec: {
        selector: { app: "web" },
        ports: [
          { name: "a", port: 80 },
          { name: "b", port: 443 },
        ],
      },
    },
  },
  {
    path: `${core}/services`,
    object: { ...named("far"), spec: { type: "ExternalName", externalName: "far.example" } },
  },
  {
    path: "/api/v1/persistentvolumes",
    object: {
      ...named("disk-1"),
      spec: {
        capacity: { storage: "10Gi" },
        accessModes: ["ReadWriteOnce", "ReadOnlyMany"],
        hostPath: { path: "/data" },
      },
    },
    status: { phase: "Available" },
  },
  {
    path: `${core}/persistentvolumeclaims`,
    object: {
      ...named("data"),
      spec: {
        accessModes: ["ReadWriteOnce"],
        storageClassName: "quick",
        resources: { requests: { storage: "1Gi" } },
      },
    },
    status: { phase: "Pending" },
  },
  {
    path: `${rbac}/namespaces/default/rolebindings`,
    object: {
      ...named("readers"),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
      subjects: [
        { kind: "User", name: "bob", apiGroup: "rbac.authorization.k8s.io" },
        { kind: "ServiceAccount", name: "robot", namespace: "crew" },
      ],
    },
  },
  {
    path: "/apis/networking.k8s.io/v1/ingressclasses",
    object: { ...named("edge"), spec: { controller: "example.com/edge" } },
  },
];
