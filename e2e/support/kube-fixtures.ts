/** One object of each common kind in a namespace of its own, and a hostile one: what pages are opened on. */

type Manifest = Record<string, unknown> & { apiVersion: string; kind: string; metadata: Record<string, unknown> };
export type Fixture = { kindId: string; namespace: string | null; name: string };

/** Text that tries what text can: escapes of terminals, marks that turn it around, markup, links that are scripts. */
export const hostile = {
  escape: "\u001b[31mred\u001b[0m\u001b]0;title\u0007",
  bidi: "safe\u202egnp.exe",
  markup: "<img src=x onerror=alert(1)><script>alert(2)</script>",
  script: "javascript:alert(document.domain)",
  data: "data:text/html,<script>alert(3)</script>",
  link: "https://runbook.example/web",
};

const pod = (name: string) => ({
  serviceAccountName: "runner",
  terminationGracePeriodSeconds: 20,
  volumes: [
    { name: "config", configMap: { name: "settings" } },
    { name: "keys", secret: { secretName: "keys" } },
    { name: "scratch", emptyDir: { medium: "Memory" } },
  ],
  initContainers: [{ name: "prepare", image: "registry.example/prepare:1.0", command: ["sh", "-c", "true"] }],
  containers: [
    {
      name,
      image: "registry.example/shop/web:4.18.2",
      args: ["--listen", ":8080"],
      ports: [{ name: "http", containerPort: 8080 }],
      env: [
        { name: "MODE", value: "production" },
        { name: "TOKEN", valueFrom: { secretKeyRef: { name: "keys", key: "token" } } },
      ],
      resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { memory: "128Mi" } },
      readinessProbe: { httpGet: { path: "/healthz", port: 8080 }, periodSeconds: 5 },
      volumeMounts: [{ name: "config", mountPath: "/etc/web", readOnly: true }],
    },
  ],
});

/** The value of the fixture's Secret: it must be nowhere outside the API server. */
export const secretValue = "c0rrect-horse-battery-staple";

/** Manifests in the order in which they are made; `mark` keeps what has no namespace apart from that of other runs. */
export function fixtures(namespace: string, mark: string): Manifest[] {
  const labels = { app: "web" };
  const template = { metadata: { labels }, spec: pod("web") };
  const inside = (apiVersion: string, kind: string, name: string, rest: object, meta: object = {}): Manifest => ({
    apiVersion,
    kind,
    metadata: { name, namespace, ...meta },
    ...rest,
  });
  const outside = (apiVersion: string, kind: string, name: string, rest: object): Manifest => ({
    apiVersion,
    kind,
    metadata: { name: `${name}-${mark}` },
    ...rest,
  });
  const selector = { matchLabels: labels };
  const rules = [{ apiGroups: ["", "apps"], resources: ["pods", "deployments"], verbs: ["get", "list"] }];
  const subjects = [{ kind: "ServiceAccount", name: "runner", namespace }];
  const roleApi = "rbac.authorization.k8s.io/v1";
  const roleRef = { apiGroup: "rbac.authorization.k8s.io" };
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    inside("v1", "ServiceAccount", "runner", {}),
    inside("v1", "ConfigMap", "settings", { data: { "web.conf": "listen 8080;\nworkers 4;\n", mode: "fast" } }),
    inside("v1", "Secret", "keys", { stringData: { token: secretValue }, type: "Opaque" }),
    inside("apps/v1", "Deployment", "web", { spec: { replicas: 2, selector, template } }),
    inside("apps/v1", "StatefulSet", "ledger", {
      spec: {
        serviceName: "web",
        replicas: 1,
        selector: { matchLabels: { app: "ledger" } },
        template: { metadata: { labels: { app: "ledger" } }, spec: pod("ledger") },
        volumeClaimTemplates: [
          {
            metadata: { name: "data" },
            spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
          },
        ],
      },
    }),
    inside("apps/v1", "DaemonSet", "watcher", {
      spec: {
        selector: { matchLabels: { app: "watcher" } },
        template: { metadata: { labels: { app: "watcher" } }, spec: pod("watcher") },
      },
    }),
    inside("batch/v1", "Job", "migrate", {
      spec: { backoffLimit: 2, template: { spec: { ...pod("migrate"), restartPolicy: "Never" } } },
    }),
    inside("batch/v1", "CronJob", "nightly", {
      spec: {
        schedule: "30 2 * * *",
        jobTemplate: { spec: { template: { spec: { ...pod("nightly"), restartPolicy: "Never" } } } },
      },
    }),
    inside("v1", "Service", "web", {
      spec: { selector: labels, ports: [{ name: "http", port: 80, targetPort: 8080 }] },
    }),
    inside("networking.k8s.io/v1", "Ingress", "web", {
      spec: {
        ingressClassName: "edge",
        tls: [{ hosts: ["web.example"], secretName: "keys" }],
        rules: [
          {
            host: "web.example",
            http: {
              paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: "web", port: { number: 80 } } } }],
            },
          },
        ],
      },
    }),
    inside("networking.k8s.io/v1", "NetworkPolicy", "web", {
      spec: {
        podSelector: selector,
        policyTypes: ["Ingress", "Egress"],
        ingress: [{ from: [{ podSelector: { matchLabels: { app: "edge" } } }], ports: [{ port: 8080 }] }],
        egress: [{ to: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } }] }],
      },
    }),
    inside(roleApi, "Role", "reader", { rules }),
    inside(roleApi, "RoleBinding", "reader", { roleRef: { ...roleRef, kind: "Role", name: "reader" }, subjects }),
    outside(roleApi, "ClusterRole", "reader", { rules }),
    outside(roleApi, "ClusterRoleBinding", "reader", {
      roleRef: { ...roleRef, kind: "ClusterRole", name: `reader-${mark}` },
      subjects,
    }),
    outside("storage.k8s.io/v1", "StorageClass", "fast", {
      provisioner: "disks.example",
      volumeBindingMode: "WaitForFirstConsumer",
    }),
    outside("v1", "PersistentVolume", "disk", {
      spec: {
        capacity: { storage: "5Gi" },
        accessModes: ["ReadWriteOnce"],
        persistentVolumeReclaimPolicy: "Retain",
        storageClassName: `fast-${mark}`,
        hostPath: { path: "/srv/disk" },
      },
    }),
    inside("v1", "PersistentVolumeClaim", "data", {
      spec: {
        accessModes: ["ReadWriteOnce"],
        storageClassName: `fast-${mark}`,
        volumeName: `disk-${mark}`,
        resources: { requests: { storage: "5Gi" } },
      },
    }),
    inside("autoscaling/v2", "HorizontalPodAutoscaler", "web", {
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
        minReplicas: 2,
        maxReplicas: 6,
        metrics: [
          { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } },
        ],
      },
    }),
    inside("policy/v1", "PodDisruptionBudget", "web", { spec: { minAvailable: 1, selector } }),
    inside("v1", "ResourceQuota", "team", {
      spec: { hard: { pods: "20", "requests.cpu": "4", "requests.memory": "8Gi" } },
    }),
    inside("v1", "LimitRange", "team", {
      spec: {
        limits: [
          { type: "Container", default: { memory: "256Mi" }, defaultRequest: { cpu: "50m" }, max: { cpu: "2" } },
        ],
      },
    }),
    {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name: `worker-${mark}`, labels: { "node-role.kubernetes.io/worker": "" } },
      spec: { taints: [{ key: "dedicated", value: "test", effect: "NoSchedule" }] },
    },
    {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: `widgets.${mark}.example` },
      spec: {
        group: `${mark}.example`,
        scope: "Namespaced",
        names: { plural: "widgets", singular: "widget", kind: "Widget" },
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
          },
        ],
      },
    },
    inside(
      "v1",
      "ConfigMap",
      "hostile",
      { data: { text: `${hostile.escape} ${hostile.bidi}\n${hostile.markup}` } },
      {
        annotations: {
          escape: hostile.escape,
          bidi: hostile.bidi,
          markup: hostile.markup,
          script: hostile.script,
          data: hostile.data,
          link: hostile.link,
        },
      },
    ),
  ];
}

/** The page of each of the common kinds that the fixtures make. */
export function fixturePages(namespace: string, mark: string): Fixture[] {
  const of = (kindId: string, name: string): Fixture => ({ kindId, namespace, name });
  const whole = (kindId: string, name: string): Fixture => ({ kindId, namespace: null, name });
  return [
    of("deployments.apps", "web"),
    of("statefulsets.apps", "ledger"),
    of("daemonsets.apps", "watcher"),
    of("jobs.batch", "migrate"),
    of("cronjobs.batch", "nightly"),
    of("services", "web"),
    of("ingresses.networking.k8s.io", "web"),
    of("networkpolicies.networking.k8s.io", "web"),
    of("configmaps", "settings"),
    of("secrets", "keys"),
    of("serviceaccounts", "runner"),
    of("roles.rbac.authorization.k8s.io", "reader"),
    of("rolebindings.rbac.authorization.k8s.io", "reader"),
    of("persistentvolumeclaims", "data"),
    of("horizontalpodautoscalers.autoscaling", "web"),
    of("poddisruptionbudgets.policy", "web"),
    of("resourcequotas", "team"),
    of("limitranges", "team"),
    whole("clusterroles.rbac.authorization.k8s.io", `reader-${mark}`),
    whole("clusterrolebindings.rbac.authorization.k8s.io", `reader-${mark}`),
    whole("storageclasses.storage.k8s.io", `fast-${mark}`),
    whole("persistentvolumes", `disk-${mark}`),
    whole("nodes", `worker-${mark}`),
    whole("namespaces", namespace),
    whole("customresourcedefinitions.apiextensions.k8s.io", `widgets.${mark}.example`),
  ];
}
