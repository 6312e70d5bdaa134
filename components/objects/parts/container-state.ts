/** How a container is, from its status, in the words that kubectl uses. Pure. */
import type { Tone } from "@/components/ui/tone.ts";
import { at, flag, number, text } from "../read.ts";

export type ContainerState = { word: string; tone: Tone; since: string | null; detail: string | null };

/** `status` is undefined while no kubelet has said anything of it. */
export function containerState(status: unknown): ContainerState {
  const waiting = at(status, "state", "waiting");
  if (waiting !== undefined) {
    const word = text(waiting, "reason") ?? "Waiting";
    const starts = word === "ContainerCreating" || word === "PodInitializing" || word === "Waiting";
    return { word, tone: starts ? "busy" : "bad", since: null, detail: text(waiting, "message") };
  }
  const running = at(status, "state", "running");
  if (running !== undefined) {
    const isReady = flag(status, "ready");
    const word = isReady ? "Running" : "Running, not ready";
    return { word, tone: isReady ? "ok" : "warn", since: text(running, "startedAt"), detail: null };
  }
  const ended = at(status, "state", "terminated");
  if (ended !== undefined) {
    const code = number(ended, "exitCode");
    const word = text(ended, "reason") ?? (code === 0 ? "Completed" : "Error");
    const detail =
      code === 0
        ? text(ended, "message")
        : `code ${code}${text(ended, "message") ? `: ${text(ended, "message")}` : ""}`;
    return { word, tone: code === 0 ? "idle" : "bad", since: text(ended, "finishedAt"), detail };
  }
  return { word: "Not started", tone: "idle", since: null, detail: null };
}
