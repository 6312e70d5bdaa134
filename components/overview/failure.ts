import type { App, Pod } from "@/lib/contract/pod.ts";
import { capital } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";

function ending(app: App): string {
  switch (app.exitReason) {
    case "oom":
      return "ran out of memory and was killed";
    case "lost":
      return "was lost, its exit code is unknown";
    case "failed":
      return "did not start";
    case "stopped":
      return `was stopped and ended with code ${app.exitCode ?? 255}`;
    default:
      return `ended with code ${app.exitCode ?? 255}`;
  }
}

/** Why a pod failed, as a sentence without its full stop: its own reason, or the first app that ended badly. */
export function failureOf(pod: Pick<Pod, "reason" | "apps">): string {
  if (pod.reason) return capital(plainText(pod.reason));
  const app = pod.apps.find(({ state, exitCode }) => state === "exited" && exitCode !== 0);
  return app ? `App ${plainText(app.name)} ${ending(app)}` : "It ended badly";
}
