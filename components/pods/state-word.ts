import type { App, Pod } from "@/lib/contract/pod.ts";
import type { Tone } from "@/lib/contract/pod-state.ts";
import { capital } from "@/lib/format/capital.ts";

/** The pod's state as a word for people: `Running`, `Failed (137)`, `Completed`. */
export function stateWord(pod: Pick<Pod, "state" | "exitCode">): string {
  if (pod.state !== "exited") return capital(pod.state);
  if (pod.exitCode === 0) return "Completed";
  return pod.exitCode === null ? "Exited" : `Failed (${pod.exitCode})`;
}

/** An app's state as word and tone: why it ended goes before how. */
export function appStatus(app: App): { word: string; tone: Tone } {
  if (app.state === "running") return { word: "Running", tone: "ok" };
  if (app.state === "created") return { word: "Created", tone: "busy" };
  switch (app.exitReason) {
    case "oom":
      return { word: "Out of memory", tone: "bad" };
    case "lost":
      return { word: "Lost", tone: "bad" };
    case "failed":
      return { word: "Did not start", tone: "bad" };
    case "stopped":
      return { word: "Stopped", tone: "idle" };
    default:
      return app.exitCode === 0
        ? { word: "Completed", tone: "idle" }
        : { word: `Exited ${app.exitCode ?? "?"}`, tone: "bad" };
  }
}
