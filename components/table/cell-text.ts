/** Cells as plain text: for files, for comparing, for those who listen. */

import type { Column } from "@/lib/contract/kinds.ts";
import type { Cell } from "@/lib/contract/live.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { formatCores } from "@/lib/format/cores.ts";
import { formatCount } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";

/** The word of a status, the text of a text, anything else as it is counted; empty for none. */
export function cellWord(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return "";
  return plainText(typeof cell === "object" ? cell.word : String(cell));
}

/** As people read it. Times are exact, in RFC 3339: an age is old as soon as it is written down. */
export function cellText(column: Column, cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell !== "number") return cellWord(cell);
  switch (column.type) {
    case "bytes":
      return formatBytes(cell);
    case "cores":
      return formatCores(cell);
    case "time":
      return Number.isFinite(cell) ? new Date(cell).toISOString() : "";
    case "number":
      return formatCount(cell);
    default:
      return String(cell);
  }
}

/** For other programs: bare numbers (bytes, cores), RFC 3339 times, words. */
export function cellValue(column: Column, cell: Cell | undefined): string {
  if (typeof cell === "number" && column.type !== "time") return String(cell);
  return cellText(column, cell);
}
