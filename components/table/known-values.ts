/** Values that the filter can offer: the states that occur with their numbers, and what stands in the held rows. Pure. */
import type { Kind } from "@/lib/contract/kinds.ts";
import type { Counts, Row } from "@/lib/contract/live.ts";
import { formatCount } from "@/lib/format/number.ts";
import { cellWord } from "./cell-text.ts";
import type { KnownValues } from "./filter-complete.ts";

export function knownValues(kind: Kind, rows: readonly Row[], counts: Counts | null): KnownValues {
  return (column) => {
    if (column === kind.status) {
      return Object.entries(counts?.byStatus ?? {})
        .sort((a, b) => b[1] - a[1])
        .map(([value, count]) => ({ value, note: formatCount(count) }));
    }
    const seen = new Map<string, number>();
    for (const row of rows) {
      const cell = row.cells[column === "label" ? "labels" : column];
      if (typeof cell !== "string" || cell === "") continue;
      // Labels stand as `a=b,c=d`; neither their keys nor their values may hold a comma.
      for (const word of column === "label" ? cellWord(cell).split(",") : [cellWord(cell)])
        seen.set(word, (seen.get(word) ?? 0) + 1);
    }
    return [...seen].sort((a, b) => b[1] - a[1]).map(([value]) => ({ value, note: "" }));
  };
}
