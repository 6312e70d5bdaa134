/** Tones of the status words of Kubernetes, so that one word looks the same in every list. */
import type { Cell } from "../../../contract/live.ts";

export type StatusCell = Extract<Cell, { word: string }>;
type Tone = StatusCell["tone"];

const tones: Record<Tone, readonly string[]> = {
  ok: [
    "running",
    "ready",
    "active",
    "available",
    "bound",
    "healthy",
    "established",
    "approved",
    "issued",
    "approved,issued",
    "true",
    "succeeded",
    "synced",
    "accepted",
    "enabled",
  ],
  busy: [
    "pending",
    "containercreating",
    "podinitializing",
    "progressing",
    "terminating",
    "provisioning",
    "creating",
    "deleting",
    "released",
    "scaling",
    "updating",
    "schedulinggated",
    "reconciling",
  ],
  warn: ["warning", "notready", "unknown", "degraded", "false", "evicted", "lost", "outofsync", "suspended"],
  bad: [
    "failed",
    "error",
    "crashloopbackoff",
    "imagepullbackoff",
    "errimagepull",
    "errimageneverpull",
    "oomkilled",
    "createcontainerconfigerror",
    "createcontainererror",
    "invalidimagename",
    "runcontainererror",
    "containercannotrun",
    "containerstatusunknown",
    "nodelost",
    "deadlineexceeded",
    "unexpectedadmissionerror",
    "denied",
    "unavailable",
    "unhealthy",
  ],
  idle: ["completed", "complete", "present", "none", "normal", "scaled down", "paused", "normal"],
};

const toneOf = new Map<string, Tone>();
for (const [tone, words] of Object.entries(tones)) for (const word of words) toneOf.set(word, tone as Tone);

/** A word with its tone; words that nobody knows are `idle`. */
export function statusOf(word: string): StatusCell {
  const lower = word.toLowerCase();
  const known = toneOf.get(lower);
  if (known) return { word, tone: known };
  if (/^(signal|exitcode|init:signal|init:exitcode):/.test(lower)) return { word, tone: "bad" };
  if (lower.startsWith("init:")) {
    const after = lower.slice("init:".length);
    return { word, tone: /^\d+\/\d+$/.test(after) ? "busy" : (toneOf.get(after) ?? "bad") };
  }
  if (lower.startsWith("err") || lower.endsWith("error") || lower.endsWith("backoff")) return { word, tone: "bad" };
  return { word, tone: "idle" };
}

export const status = (word: string, tone: Tone): StatusCell => ({ word, tone });
