/** Which container of a pod fails, and what its status tells of it. Pure. */
import { at, list, number, text } from "../read.ts";
import { containerState } from "./container-state.ts";

export type ContainerFailure = {
  name: string;
  /** `CrashLoopBackOff (code 1)` */
  word: string;
  restarts: number;
  /** When it ended last. */
  ended: string | null;
  /** What it wrote to its termination log. */
  words: string | null;
  /** What the cluster says that it does about it. */
  next: string | null;
};

/** Containers that prepare the pod are asked first: they hold the others up. */
export function failingContainer(pod: unknown): ContainerFailure | null {
  const statuses = [...list(pod, "status", "initContainerStatuses"), ...list(pod, "status", "containerStatuses")];
  const failing = statuses.find((status) => containerState(status).tone === "bad");
  if (failing === undefined) return null;
  const { word } = containerState(failing);
  const now = at(failing, "state", "terminated");
  const last = now ?? at(failing, "lastState", "terminated");
  const code = number(last, "exitCode");
  return {
    name: text(failing, "name") ?? "",
    word: code === null || code === 0 ? word : `${word} (code ${code})`,
    restarts: number(failing, "restartCount") ?? 0,
    ended: text(last, "finishedAt"),
    words: text(last, "message"),
    next: text(failing, "state", "waiting", "message"),
  };
}
