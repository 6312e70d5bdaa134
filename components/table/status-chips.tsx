"use client";
import { Chip } from "@/components/ui/chip.tsx";
import type { Tone } from "@/components/ui/tone.ts";
import type { Counts } from "@/lib/contract/live.ts";
import { capital } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";

const order: Record<Tone, number> = { ok: 0, busy: 1, warn: 2, bad: 3, idle: 4 };

/** One chip a status that occurs, with how many there are after the filter; several may be pressed. */
export function StatusChips(props: {
  counts: Counts | null;
  chosen: string[];
  /** Tones of words that this kind knows. */
  tone: (word: string) => Tone;
  onPress: (word: string) => void;
  onAll: () => void;
}) {
  const { counts, chosen, tone, onPress, onAll } = props;
  const found = counts?.byStatus ?? {};
  const words = [...new Set([...Object.keys(found), ...chosen])].sort(
    (a, b) => order[tone(a)] - order[tone(b)] || a.localeCompare(b, "en"),
  );
  // A kind without a status has the one word for all of its rows (lib/contract/kube-kind.ts).
  if (words.length > 0 && words.every((word) => word === "present")) return null;
  const all = Object.values(found).reduce((sum, count) => sum + count, 0);
  return (
    <fieldset className="contents">
      <legend className="sr-only">Status</legend>
      <Chip label="All" count={counts ? all : undefined} pressed={chosen.length === 0} onPress={onAll} />
      {words.map((word) => (
        <Chip
          key={word}
          label={capital(plainText(word))}
          count={counts ? (found[word] ?? 0) : undefined}
          tone={tone(word)}
          pressed={chosen.includes(word)}
          onPress={() => onPress(word)}
        />
      ))}
    </fieldset>
  );
}
