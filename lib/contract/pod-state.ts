/**
 * A pod's and an app's states, and which verb is allowed in which: the one table that the agent
 * guards with and the console's buttons are disabled by.
 *
 *   preparing ──► prepared ──► starting ──► running ──► stopping ──► exited ──► removing ──► (gone)
 *       └──► aborted ─────────────┴── failed start ends in exited ──────┘            ▲
 *               └──────────────────────────────────────────────────────────────────┘
 *
 * docs/pod-lifecycle.md maps the phase folders on disk to these states.
 */
import { z } from "zod";

export const podState = z.enum([
  "preparing",
  "aborted",
  "prepared",
  "starting",
  "running",
  "stopping",
  "exited",
  "removing",
]);
export type PodState = z.infer<typeof podState>;

export const appState = z.enum(["created", "running", "exited"]);
export type AppState = z.infer<typeof appState>;

/** `null` when the verb is allowed, otherwise why it is not (lower case, no full stop). */
export type Verdict = string | null;

const only =
  (...states: PodState[]) =>
  (state: PodState): Verdict =>
    states.includes(state) ? null : `it is ${state}`;

const removable = only("aborted", "prepared", "exited", "removing");
/** What runs, or is about to, has to be stopped before. */
const stoppable = only("starting", "running", "stopping");

export const podCan = {
  start: only("prepared"),
  /** Stopping a stopped pod is success: the agent answers at once. */
  stop: only("starting", "running", "stopping", "exited"),
  remove: (state: PodState): Verdict => {
    const why = removable(state);
    return why !== null && stoppable(state) === null ? `${why}; stop it first` : why;
  },
  exec: only("running"),
} as const;

export const appCan = {
  exec: (state: AppState): Verdict => (state === "running" ? null : `it is ${state}`),
  attach: (state: AppState): Verdict => (state === "running" ? null : `it is ${state}`),
  logs: (_state: AppState): Verdict => null,
} as const;

/** The tone a state is shown in (UI.md: status colours only for status). */
export type Tone = "ok" | "busy" | "warn" | "bad" | "idle";

type Ended = {
  state: PodState;
  exitCode: number | null;
  apps: readonly { exitCode: number | null; exitReason: string | null }[];
};

/** Ended because somebody stopped it: its exit code (143, 137) is honest, but nothing failed. */
function wasStopped({ apps }: Ended): boolean {
  const byRequest = ({ exitReason }: Ended["apps"][number]) => exitReason === "stopped";
  return apps.some(byRequest) && apps.every((app) => byRequest(app) || app.exitCode === 0);
}

/** The state as people say it: an exited pod has `failed`, was `stopped`, or plainly `exited` with 0. */
export function podWord(pod: Ended): PodState | "failed" | "stopped" {
  if (pod.state !== "exited" || pod.exitCode === 0) return pod.state;
  return wasStopped(pod) ? "stopped" : "failed";
}

/** The tone of that word. */
export function wordTone(word: PodState | "failed" | "stopped"): Tone {
  switch (word) {
    case "running":
      return "ok";
    case "preparing":
    case "starting":
    case "stopping":
    case "removing":
      return "busy";
    case "aborted":
    case "failed":
      return "bad";
    default:
      return "idle";
  }
}
