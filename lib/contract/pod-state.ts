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
  (verb: string, ...states: PodState[]) =>
  (state: PodState): Verdict =>
    states.includes(state) ? null : `a pod that is ${state} cannot be ${verb}`;

export const podCan = {
  start: only("started", "prepared"),
  /** Stopping a stopped pod is success: the agent answers at once. */
  stop: only("stopped", "starting", "running", "stopping", "exited"),
  remove: only("removed", "aborted", "prepared", "exited", "removing"),
  exec: only("entered", "running"),
} as const;

export const appCan = {
  exec: (state: AppState): Verdict => (state === "running" ? null : `an app that is ${state} cannot be entered`),
  attach: (state: AppState): Verdict => (state === "running" ? null : `an app that is ${state} cannot be attached to`),
  logs: (_state: AppState): Verdict => null,
} as const;

/** The tone a state is shown in (UI.md: status colours only for status). */
export type Tone = "ok" | "busy" | "warn" | "bad" | "idle";

/** `exitCode` is the pod's: the first failing app's, 0 when all ended well, null while unknown. */
export function podTone(state: PodState, exitCode: number | null): Tone {
  switch (state) {
    case "running":
      return "ok";
    case "preparing":
    case "starting":
    case "stopping":
    case "removing":
      return "busy";
    case "prepared":
      return "idle";
    case "aborted":
      return "bad";
    case "exited":
      return exitCode === 0 ? "idle" : "bad";
  }
}
