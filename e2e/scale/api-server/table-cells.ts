/** Table columns and cells as kubectl shows them, for the kinds of the seeded world; others have name and age. */
import type { ObjectBody, TableColumn } from "./kind.ts";

const text = (name: string, priority = 0): TableColumn => ({ name, type: "string", priority });
const name: TableColumn = { name: "Name", type: "string", format: "name", priority: 0 };
const count = (title: string): TableColumn => ({ name: title, type: "integer", priority: 0 });

const columns: Record<string, TableColumn[]> = {
  pods: [
    name,
    text("Ready"),
    text("Status"),
    text("Restarts"),
    text("Age"),
    text("IP", 1),
    text("Node", 1),
    text("Nominated Node", 1),
    text("Readiness Gates", 1),
  ],
  nodes: [
    name,
    text("Status"),
    text("Roles"),
    text("Age"),
    text("Version"),
    text("Internal-IP", 1),
    text("External-IP", 1),
    text("OS-Image", 1),
    text("Kernel-Version", 1),
    text("Container-Runtime", 1),
  ],
  namespaces: [name, text("Status"), text("Age")],
  services: [
    name,
    text("Type"),
    text("Cluster-IP"),
    text("External-IP"),
    text("Port(s)"),
    text("Age"),
    text("Selector", 1),
  ],
  deployments: [
    name,
    text("Ready"),
    text("Up-to-date"),
    text("Available"),
    text("Age"),
    text("Containers", 1),
    text("Images", 1),
    text("Selector", 1),
  ],
  replicasets: [
    name,
    count("Desired"),
    count("Current"),
    count("Ready"),
    text("Age"),
    text("Containers", 1),
    text("Images", 1),
    text("Selector", 1),
  ],
};

export const columnsOf = (resource: string): TableColumn[] => columns[resource] ?? [name, text("Age")];

// Objects are read loosely: a client may have written any shape.
type Loose = { [key: string]: Loose | undefined } & Loose[] & string;
const none = "<none>";

export function cellsOf(resource: string, given: ObjectBody): unknown[] {
  const object = given as unknown as Loose;
  const { metadata, spec, status } = object;
  const age = ageOf(String(given.metadata.creationTimestamp ?? ""));
  const containers = (spec?.template?.spec?.containers ?? []) as unknown as Loose[];
  const wide = [
    containers.map((one) => one.name).join(","),
    containers.map((one) => one.image).join(","),
    pairs(spec?.selector?.matchLabels),
  ];
  switch (resource) {
    case "pods":
      return podCells(object, age);
    case "nodes":
      return [
        metadata?.name,
        nodeStatus(object),
        roles(metadata?.labels),
        age,
        status?.nodeInfo?.kubeletVersion ?? "",
        address(object),
        none,
        status?.nodeInfo?.osImage ?? "",
        status?.nodeInfo?.kernelVersion ?? "",
        status?.nodeInfo?.containerRuntimeVersion ?? "",
      ];
    case "namespaces":
      return [metadata?.name, status?.phase ?? "", age];
    case "services": {
      const ports = ((spec?.ports ?? []) as unknown as Loose[]).map((one) => `${one.port}/${one.protocol}`).join(",");
      return [metadata?.name, spec?.type ?? "", spec?.clusterIP ?? none, none, ports, age, pairs(spec?.selector)];
    }
    case "deployments":
      return [
        metadata?.name,
        `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
        String(status?.updatedReplicas ?? 0),
        String(status?.availableReplicas ?? 0),
        age,
        ...wide,
      ];
    case "replicasets":
      return [metadata?.name, spec?.replicas ?? 0, status?.replicas ?? 0, status?.readyReplicas ?? 0, age, ...wide];
    default:
      return [metadata?.name, age];
  }
}

function podCells({ metadata, spec, status }: Loose, age: string): unknown[] {
  const statuses = (status?.containerStatuses ?? []) as unknown as Loose[];
  const wanted = ((spec?.containers ?? []) as unknown as Loose[]).length;
  const ready = statuses.filter((one) => (one.ready as unknown) === true).length;
  const restarts = statuses.reduce((sum, one) => sum + Number(one.restartCount ?? 0), 0);
  return [
    metadata?.name ?? "",
    `${ready}/${wanted}`,
    podWord(status, statuses, metadata),
    String(restarts),
    age,
    status?.podIP ?? none,
    spec?.nodeName ?? none,
    none,
    none,
  ];
}

function podWord(status: Loose | undefined, statuses: Loose[], metadata: Loose | undefined): string {
  if (metadata?.deletionTimestamp !== undefined) return "Terminating";
  const reasons = statuses.map((one) => one.state?.waiting?.reason ?? one.state?.terminated?.reason);
  return String(reasons.find((one) => one !== undefined) ?? status?.phase ?? "");
}

function nodeStatus({ spec, status }: Loose): string {
  const ready = ((status?.conditions ?? []) as unknown as Loose[]).find((one) => String(one.type) === "Ready");
  const word = ready === undefined ? "Unknown" : String(ready.status) === "True" ? "Ready" : "NotReady";
  return (spec?.unschedulable as unknown) === true ? `${word},SchedulingDisabled` : word;
}

const roles = (labels: Loose | undefined): string =>
  Object.keys(labels ?? {})
    .filter((label) => label.startsWith("node-role.kubernetes.io/"))
    .map((label) => label.slice(24))
    .join(",") || none;

const address = ({ status }: Loose): string =>
  String(
    ((status?.addresses ?? []) as unknown as Loose[]).find((one) => String(one.type) === "InternalIP")?.address ?? none,
  );

const pairs = (map: Loose | undefined): string =>
  Object.entries(map ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(",") || none;

/** kubectl's short age: 90s, 15m, 26h, 12d. */
function ageOf(created: string): string {
  const seconds = Math.floor((Date.now() - Date.parse(created)) / 1000);
  if (!Number.isFinite(seconds)) return "<unknown>";
  if (seconds < 120) return `${Math.max(0, seconds)}s`;
  if (seconds < 600 * 6) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}
