/**
 * Tones of status words that no row in sight carries: chips stand for the whole list, rows tell only of their page. Rows go
 * first; this is for the rest, and agrees with the words that the index knows. Pure.
 */
import type { Tone } from "@/components/ui/tone.ts";

const patterns: [RegExp, Tone][] = [
  [/^init:\d+\/\d+$/i, "busy"],
  [/^(warning|notready.*|unknown|degraded|false|evicted|lost|outofsync|suspended|.*schedulingdisabled)$/i, "warn"],
  [/^(completed?|normal|scaled down|paused|present|none|scheduled)$/i, "idle"],
  [/^(err|oomkilled|failed|signal:|exitcode:|init:)|(error|failed|backoff|imageneverpull|invalidimagename)$/i, "bad"],
  [/cannotrun|statusunknown|nodelost|deadlineexceeded|denied|^unavailable$|^unhealthy$/i, "bad"],
  [
    /pending|progressing|creating|initializing|terminating|provisioning|deleting|released|scaling|updating|gated|reconciling/i,
    "busy",
  ],
  [
    /^(running|ready|active|available|bound|healthy|established|approved.*|issued|true|succeeded|synced|accepted|enabled)$/i,
    "ok",
  ],
];

/** `Running`, `Ready` are ok; words that nobody knows are idle. */
export function guessTone(word: string): Tone {
  return patterns.find(([pattern]) => pattern.test(word))?.[1] ?? "idle";
}
