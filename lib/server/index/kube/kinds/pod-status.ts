/** The word for a pod's state, its ready containers and restarts, as kubectl's printer has them. Pure. */
import { time } from "../cell.ts";
import { type Container, type ContainerState, type ContainerStatus, isSidecar, type Pod } from "./pod-shape.ts";

export type PodSummary = {
  /** `Running`, `CrashLoopBackOff`, `Init:0/2`, `Terminating` and so on. */
  word: string;
  ready: number;
  total: number;
  restarts: number;
  /** ms since the epoch; null when nothing restarted. */
  lastRestart: number | null;
};

type Restarts = { count: number; last: number | null };

export function podSummary(pod: Pod): PodSummary {
  const { spec = {}, status = {} } = pod;
  const inits = new Map((spec.initContainers ?? []).map((one) => [one.name, one]));
  const sidecars = [...inits.values()].filter(isSidecar).length;
  const total = (spec.containers?.length ?? 0) + sidecars;
  const phase = status.phase ?? "Unknown";
  let word = status.reason || phase;
  if (status.conditions?.some(({ type, reason }) => type === "PodScheduled" && reason === "SchedulingGated"))
    word = "SchedulingGated";
  const initial = initState(status.initContainerStatuses ?? [], inits, spec.initContainers?.length ?? 0);
  let { ready, restarts } = initial;
  if (initial.word !== null) word = initial.word;
  if (initial.word === null || isTrue(pod, "Initialized")) {
    const main = mainState(status.containerStatuses ?? []);
    ready += main.ready;
    restarts = added(initial.sidecarRestarts, main.restarts);
    word = main.word ?? word;
    if (word === "Completed" && main.isRunning) word = isTrue(pod, "Ready") ? "Running" : "NotReady";
  }
  if (pod.metadata?.deletionTimestamp) {
    if (status.reason === "NodeLost") word = "Unknown";
    else if (phase !== "Succeeded" && phase !== "Failed") word = "Terminating";
  }
  return { word, ready, total, restarts: restarts.count, lastRestart: restarts.last };
}

const isTrue = ({ status }: Pod, wanted: string) =>
  status?.conditions?.some(({ type, status: value }) => type === wanted && value === "True") ?? false;

/** Up to the first init container that is not done: that one gives the word. */
function initState(statuses: readonly ContainerStatus[], inits: Map<string | undefined, Container>, count: number) {
  let restarts: Restarts = { count: 0, last: null };
  let sidecarRestarts: Restarts = { count: 0, last: null };
  let ready = 0;
  for (const [at, container] of statuses.entries()) {
    const own = restartsOf(container);
    restarts = added(restarts, own);
    const sidecar = isSidecar(inits.get(container.name));
    if (sidecar) sidecarRestarts = added(sidecarRestarts, own);
    const { terminated, waiting } = container.state ?? {};
    if (terminated && (terminated.exitCode ?? 0) === 0) continue;
    if (sidecar && container.started) {
      if (container.ready) ready++;
      continue;
    }
    let word = `Init:${at}/${count}`;
    if (terminated) word = `Init:${endWord(terminated)}`;
    else if (waiting?.reason && waiting.reason !== "PodInitializing") word = `Init:${waiting.reason}`;
    return { word, ready, restarts, sidecarRestarts };
  }
  return { word: null, ready, restarts, sidecarRestarts };
}

/** The first container that is not as it should be gives the word. */
function mainState(statuses: readonly ContainerStatus[]) {
  let word: string | null = null;
  let restarts: Restarts = { count: 0, last: null };
  let ready = 0;
  let isRunning = false;
  for (const container of statuses.toReversed()) {
    restarts = added(restarts, restartsOf(container));
    const { waiting, terminated, running } = container.state ?? {};
    if (waiting?.reason) word = waiting.reason;
    else if (terminated) word = endWord(terminated);
    else if (container.ready && running) {
      isRunning = true;
      ready++;
    }
  }
  return { word, restarts, ready, isRunning };
}

function endWord({ reason, signal, exitCode }: NonNullable<ContainerState["terminated"]>): string {
  if (reason) return reason;
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode ?? 0}`;
}

const restartsOf = ({ restartCount, lastState }: ContainerStatus): Restarts => ({
  count: restartCount ?? 0,
  last: time(lastState?.terminated?.finishedAt),
});

const added = (a: Restarts, b: Restarts): Restarts => ({
  count: a.count + b.count,
  last: a.last === null || (b.last !== null && b.last > a.last) ? b.last : a.last,
});
