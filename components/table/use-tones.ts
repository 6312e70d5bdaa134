"use client";
import { useCallback, useMemo, useRef } from "react";
import type { Tone } from "@/components/ui/tone.ts";
import type { Row } from "@/lib/contract/live.ts";

/** The tone of each status word: as the rows that were seen carry it, else as `guess` says. */
export function useTones(status: string, rows: readonly Row[], guess: (word: string) => Tone): (word: string) => Tone {
  const seen = useRef(new Map<string, Tone>());
  // A new function only when a word comes that was not known: chips are drawn again for nothing else.
  const size = useMemo(() => {
    for (const row of rows) {
      const cell = row.cells[status];
      if (typeof cell === "object" && cell !== null) seen.current.set(cell.word, cell.tone);
    }
    return seen.current.size;
  }, [status, rows]);
  return useCallback((word: string) => (size > 0 ? seen.current.get(word) : undefined) ?? guess(word), [size, guess]);
}
