/** Which states need somebody. Pure. */
import { guessTone } from "@/components/table/guess-tone.ts";
import type { Counts } from "@/lib/contract/live.ts";

/** States that need somebody, though nothing has failed for good. */
const wanting = ["Degraded", "NotReady", "Unknown", "Evicted", "Lost"];

/** Words with their numbers, those of the most first. */
export function failingWords(counts: Counts | null): [word: string, count: number][] {
  return Object.entries(counts?.byStatus ?? {})
    .filter(([word, count]) => count > 0 && (guessTone(word) === "bad" || wanting.some((one) => word.startsWith(one))))
    .sort((a, b) => b[1] - a[1]);
}
