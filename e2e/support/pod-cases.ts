/** Pods in every state that kubectl has a word for: checked against our projection, and on a real API server against its printer. */

type Containers = { name: string; image: string; restartPolicy?: string }[];
export type PodCase = {
  name: string;
  spec: {
    containers: Containers;
    initContainers?: Containers;
    schedulingGates?: { name: string }[];
    nodeName?: string;
  };
  status: Record<string, unknown>;
  isDeleted?: boolean;
  /** As kubectl says. */
  word: string;
  ready: string;
  restarts: number;
};

const one: Containers = [{ name: "c", image: "registry.example/c:1" }];
const two: Containers = [...one, { name: "d", image: "registry.example/d:1" }];
const init = (...names: string[]): Containers => names.map((name) => ({ name, image: "registry.example/init:1" }));
const sidecar = (name: string): Containers[number] => ({
  name,
  image: "registry.example/side:1",
  restartPolicy: "Always",
});
const base = { image: "registry.example/c:1", imageID: "", restartCount: 0, ready: false };
const startedAt = "2026-11-24T08:00:00Z";
const finishedAt = "2026-11-24T09:00:00Z";
const running = (name: string, more: object = {}) => ({
  ...{ ...base, name, ready: true, started: true, state: { running: { startedAt } } },
  ...more,
});
const waiting = (name: string, reason: string, more: object = {}) => ({
  ...{ ...base, name, state: { waiting: { reason } } },
  ...more,
});
const ended = (name: string, exitCode: number, more: object = {}, counts: object = {}) => ({
  ...{ ...base, name, state: { terminated: { exitCode, startedAt, finishedAt, ...more } } },
  ...counts,
});
const conditions = (...types: string[]) =>
  types.map((type) => ({ type, status: "True", lastTransitionTime: startedAt }));

export const podCases: readonly PodCase[] = [
  {
    name: "pending",
    spec: { containers: one },
    status: { phase: "Pending" },
    word: "Pending",
    ready: "0/1",
    restarts: 0,
  },
  {
    ...{ name: "gated", spec: { containers: one, schedulingGates: [{ name: "example.com/wait" }] } },
    status: {
      phase: "Pending",
      conditions: [{ type: "PodScheduled", status: "False", reason: "SchedulingGated", lastTransitionTime: startedAt }],
    },
    ...{ word: "SchedulingGated", ready: "0/1", restarts: 0 },
  },
  {
    ...{ name: "creating", spec: { containers: one } },
    status: { phase: "Pending", containerStatuses: [waiting("c", "ContainerCreating")] },
    ...{ word: "ContainerCreating", ready: "0/1", restarts: 0 },
  },
  {
    ...{ name: "running", spec: { containers: two } },
    status: { phase: "Running", conditions: conditions("Ready"), containerStatuses: [running("c"), running("d")] },
    ...{ word: "Running", ready: "2/2", restarts: 0 },
  },
  {
    ...{ name: "restarted", spec: { containers: two } },
    status: {
      phase: "Running",
      containerStatuses: [
        running("c", { restartCount: 3, lastState: { terminated: { exitCode: 1, reason: "Error", finishedAt } } }),
        running("d", { restartCount: 1 }),
      ],
    },
    ...{ word: "Running", ready: "2/2", restarts: 4 },
  },
  {
    ...{ name: "crash-loop", spec: { containers: two } },
    status: {
      phase: "Running",
      containerStatuses: [waiting("c", "CrashLoopBackOff", { restartCount: 7 }), running("d")],
    },
    ...{ word: "CrashLoopBackOff", ready: "1/2", restarts: 7 },
  },
  {
    ...{ name: "image-pull", spec: { containers: one } },
    status: { phase: "Pending", containerStatuses: [waiting("c", "ImagePullBackOff")] },
    ...{ word: "ImagePullBackOff", ready: "0/1", restarts: 0 },
  },
  {
    ...{ name: "completed", spec: { containers: one } },
    status: { phase: "Succeeded", containerStatuses: [ended("c", 0, { reason: "Completed" })] },
    ...{ word: "Completed", ready: "0/1", restarts: 0 },
  },
  {
    ...{ name: "half-completed-ready", spec: { containers: two } },
    status: {
      phase: "Running",
      conditions: conditions("Ready"),
      containerStatuses: [ended("c", 0, { reason: "Completed" }), running("d")],
    },
    ...{ word: "Running", ready: "1/2", restarts: 0 },
  },
  {
    ...{ name: "half-completed", spec: { containers: two } },
    status: { phase: "Running", containerStatuses: [ended("c", 0, { reason: "Completed" }), running("d")] },
    ...{ word: "NotReady", ready: "1/2", restarts: 0 },
  },
  {
    ...{ name: "error", spec: { containers: one } },
    status: { phase: "Failed", containerStatuses: [ended("c", 1, { reason: "Error" })] },
    ...{ word: "Error", ready: "0/1", restarts: 0 },
  },
  {
    ...{ name: "oom", spec: { containers: one } },
    status: { phase: "Running", containerStatuses: [ended("c", 137, { reason: "OOMKilled" }, { restartCount: 2 })] },
    ...{ word: "OOMKilled", ready: "0/1", restarts: 2 },
  },
  {
    ...{ name: "signal", spec: { containers: one } },
    status: { phase: "Running", containerStatuses: [ended("c", 137, { signal: 9 })] },
    ...{ word: "Signal:9", ready: "0/1", restarts: 0 },
  },
  {
    ...{ name: "exit-code", spec: { containers: one } },
    status: { phase: "Running", containerStatuses: [ended("c", 7)] },
    ...{ word: "ExitCode:7", ready: "0/1", restarts: 0 },
  },
  {
    ...{ name: "exit-zero", spec: { containers: one } },
    status: { phase: "Running", containerStatuses: [ended("c", 0)] },
    ...{ word: "ExitCode:0", ready: "0/1", restarts: 0 },
  },
  {
    ...{ name: "evicted", spec: { containers: one } },
    status: { phase: "Failed", reason: "Evicted", message: "The node was low on resource: memory." },
    ...{ word: "Evicted", ready: "0/1", restarts: 0 },
  },
  {
    ...{ name: "init-first", spec: { containers: one, initContainers: init("a", "b") } },
    status: {
      phase: "Pending",
      initContainerStatuses: [running("a", { ready: false }), waiting("b", "PodInitializing")],
      containerStatuses: [waiting("c", "PodInitializing")],
    },
    ...{ word: "Init:0/2", ready: "0/1", restarts: 0 },
  },
  {
    ...{ name: "init-second", spec: { containers: one, initContainers: init("a", "b") } },
    status: {
      phase: "Pending",
      initContainerStatuses: [
        ended("a", 0, { reason: "Completed" }, { ready: true, restartCount: 1 }),
        waiting("b", "PodInitializing"),
      ],
      containerStatuses: [waiting("c", "PodInitializing")],
    },
    ...{ word: "Init:1/2", ready: "0/1", restarts: 1 },
  },
  {
    ...{ name: "init-error", spec: { containers: one, initContainers: init("a") } },
    status: { phase: "Pending", initContainerStatuses: [ended("a", 1, { reason: "Error" }, { restartCount: 4 })] },
    ...{ word: "Init:Error", ready: "0/1", restarts: 4 },
  },
  {
    ...{ name: "init-crash-loop", spec: { containers: one, initContainers: init("a") } },
    status: { phase: "Pending", initContainerStatuses: [waiting("a", "CrashLoopBackOff", { restartCount: 5 })] },
    ...{ word: "Init:CrashLoopBackOff", ready: "0/1", restarts: 5 },
  },
  {
    ...{ name: "init-signal", spec: { containers: one, initContainers: init("a") } },
    status: { phase: "Pending", initContainerStatuses: [ended("a", 143, { signal: 15 })] },
    ...{ word: "Init:Signal:15", ready: "0/1", restarts: 0 },
  },
  {
    ...{ name: "init-exit-code", spec: { containers: one, initContainers: init("a") } },
    status: { phase: "Pending", initContainerStatuses: [ended("a", 3)] },
    ...{ word: "Init:ExitCode:3", ready: "0/1", restarts: 0 },
  },
  {
    ...{ name: "init-done", spec: { containers: one, initContainers: init("a") } },
    status: {
      phase: "Pending",
      initContainerStatuses: [ended("a", 0, { reason: "Completed" }, { restartCount: 2 })],
      containerStatuses: [waiting("c", "PodInitializing")],
    },
    ...{ word: "PodInitializing", ready: "0/1", restarts: 0 },
  },
  {
    ...{ name: "sidecar-running", spec: { containers: one, initContainers: [sidecar("s")] } },
    status: {
      phase: "Running",
      conditions: conditions("Initialized", "Ready"),
      initContainerStatuses: [running("s", { restartCount: 2 })],
      containerStatuses: [running("c", { restartCount: 1 })],
    },
    ...{ word: "Running", ready: "2/2", restarts: 3 },
  },
  {
    ...{ name: "sidecar-starting", spec: { containers: one, initContainers: [sidecar("s"), ...init("a")] } },
    status: {
      phase: "Pending",
      initContainerStatuses: [running("s", { ready: false, started: false }), waiting("a", "PodInitializing")],
    },
    ...{ word: "Init:0/2", ready: "0/2", restarts: 0 },
  },
  {
    ...{ name: "sidecar-crashed-later", spec: { containers: one, initContainers: [sidecar("s")] } },
    status: {
      phase: "Running",
      conditions: conditions("Initialized"),
      initContainerStatuses: [waiting("s", "CrashLoopBackOff", { restartCount: 6 })],
      containerStatuses: [running("c")],
    },
    ...{ word: "Init:CrashLoopBackOff", ready: "1/2", restarts: 6 },
  },
  {
    ...{ name: "terminating", spec: { containers: one }, isDeleted: true },
    status: { phase: "Running", containerStatuses: [running("c")] },
    ...{ word: "Terminating", ready: "1/1", restarts: 0 },
  },
  {
    ...{ name: "terminating-done", spec: { containers: one }, isDeleted: true },
    status: { phase: "Succeeded", containerStatuses: [ended("c", 0, { reason: "Completed" })] },
    ...{ word: "Completed", ready: "0/1", restarts: 0 },
  },
  {
    ...{ name: "node-lost", spec: { containers: one }, isDeleted: true },
    status: { phase: "Running", reason: "NodeLost", containerStatuses: [running("c")] },
    ...{ word: "Unknown", ready: "1/1", restarts: 0 },
  },
];
