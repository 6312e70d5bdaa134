import type { App, Pod } from "@/lib/contract/pod.ts";
import { podWord, type Tone, wordTone } from "@/lib/contract/pod-state.ts";
import { capital } from "@/lib/format/capital.ts";

/** The pod's state as word and tone: `Running`, `Failed (137)`, `Stopped`, `Completed`. */
export function podStatus(pod: Pod): { word: string; tone: Tone } {
  const word = podWord(pod);
  const tone = wordTone(word);
  if (word === "failed") return { word: `Failed (${pod.exitCode ?? "?"})`, tone };
  return { word: word === "exited" ? "Completed" : capital(word), tone };
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
