/** From the agents' objects to the cells of lib/contract/kinds.ts. Undefined leaves a cell as it is. Pure. */
import type { EventRecord } from "../../contract/event.ts";
import type { Image } from "../../contract/image.ts";
import type { KindName } from "../../contract/kinds.ts";
import { kinds } from "../../contract/kinds.ts";
import type { Cell, Source } from "../../contract/live.ts";
import type { NodeFacts, NodeUsage } from "../../contract/node.ts";
import type { Pod, Usage } from "../../contract/pod.ts";
import { podWord, wordTone } from "../../contract/pod-state.ts";

type Cells = (Cell | undefined)[];

/** Cells by column id, in the kind's order. */
function inOrder(kind: KindName, cells: Record<string, Cell | undefined>): Cells {
  return kinds[kind].columns.map(({ id }) => cells[id]);
}

const time = (text: string | null) => (text === null ? null : Date.parse(text));

export function podCells(pod: Pod): Cells {
  const running = pod.apps.filter(({ state }) => state === "running").length;
  // Use is told apart, by `podUsageCells`; what does not run uses nothing.
  const usage = pod.state === "running" || pod.state === "stopping" ? undefined : null;
  return inOrder("pods", {
    name: pod.name,
    status: { word: podWord(pod), tone: wordTone(podWord(pod)) },
    ready: `${running}/${pod.apps.length}`,
    cpu: usage,
    memory: usage,
    node: pod.node,
    ip: pod.networks[0]?.ip ?? null,
    images: pod.apps.map(({ image }) => image.name).join(", "),
    exit: pod.exitCode,
    ports: pod.ports.map(({ hostPort, podPort, protocol }) => `${hostPort}→${podPort}/${protocol}`).join(", ") || null,
    createdBy: pod.createdBy,
    uuid: pod.uuid,
    created: time(pod.createdAt),
  });
}

export function podUsageCells(usage: Usage): Cells {
  return inOrder("pods", { cpu: usage.cpu, memory: usage.memory });
}

/** `nodes`: on how many of the fleet it is; `own` and `shared` are bytes. */
type ImagePlace = { node: string; nodes: number; own: number; shared: number };

export function imageCells(image: Image, { node, nodes, own, shared }: ImagePlace): Cells {
  return inOrder("images", {
    name: image.name,
    version: image.version,
    status: image.usedBy.length > 0 ? { word: "in use", tone: "ok" } : { word: "unused", tone: "idle" },
    trust: { word: image.trust.kind, tone: image.trust.kind === "signed" ? "ok" : "warn" },
    kind: image.kind === "aci" ? "ACI" : "OCI",
    own,
    shared,
    nodes,
    size: image.size,
    treeSize: image.treeSize,
    arch: [image.os, image.arch].filter((part) => part !== null).join("/") || null,
    usedBy: image.usedBy.length,
    node,
    source: image.source,
    id: image.id,
    imported: time(image.importedAt),
  });
}

export function imagePlacesCells(nodes: number): Cells {
  return inOrder("images", { nodes });
}

export function eventCells(event: EventRecord, node: string): Cells {
  const object = `${event.noun} ${event.name}${event.app === null ? "" : ` / ${event.app}`}`;
  return inOrder("events", {
    time: time(event.time),
    status: { word: event.level, tone: event.level === "warning" ? "warn" : "idle" },
    reason: event.reason,
    object,
    message: event.message,
    node,
    user: event.user,
    noun: event.noun,
    id: event.id,
  });
}

const sourceStatus: Record<Source["state"], Cell> = {
  live: { word: "ready", tone: "ok" },
  connecting: { word: "connecting", tone: "busy" },
  down: { word: "down", tone: "bad" },
};

/** What is known of a node; facts stay as they were while it is down. */
export function nodeCells(
  node: { name: string; address: string; state: Source["state"]; running: number },
  facts: NodeFacts | null,
  usage: NodeUsage | null,
): Cells {
  const known = facts
    ? {
        diskFree: facts.disk.free,
        runtime: `${facts.runtime.name} ${facts.runtime.version}`,
        cgroups: facts.cgroups,
        kernel: facts.kernel,
        version: facts.version,
        started: time(facts.startedAt),
      }
    : {};
  return inOrder("nodes", {
    name: node.name,
    status: sourceStatus[node.state],
    pods: facts === null ? null : node.running,
    cpu: usage?.cpu ?? null,
    memory: usage?.memory ?? null,
    address: node.address,
    ...known,
  });
}
