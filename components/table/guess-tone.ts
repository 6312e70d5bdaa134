/**
 * Tones of status words that no row in sight carries: chips stand for the whole list, rows tell only of their page. Rows go
 * first; this is for the rest. Pure.
 */
import type { Tone } from "@/components/ui/tone.ts";

const patterns: [RegExp, Tone][] = [
  [
    /^(evicted|oomkilled|lost|down|expired)$|fail|err|crash|backoff|invalid|notready|deadline|unavailable|degraded/i,
    "bad",
  ],
  [/unknown|warning|terminating|paused|cordoned|disabled|pressure|released/i, "warn"],
  [/pending|progress|creating|updating|initializ|^init:|podinitializing|rolling|scaling|starting|deleting/i, "busy"],
  [/^(completed|complete|succeeded|suspended|idle|normal|scaled to 0|ended|finished|none|present)$/i, "idle"],
  [/running|ready|available|active|bound|healthy|established|true|approved/i, "ok"],
];

export function guessTone(word: string): Tone {
  return patterns.find(([pattern]) => pattern.test(word))?.[1] ?? "idle";
}
