/** Rows as a CSV file (RFC 4180), safe to open in a spreadsheet. */
import type { Column } from "@/lib/contract/kinds.ts";
import type { Row } from "@/lib/contract/live.ts";
import { cellValue } from "./cell-text.ts";

/** Text that a spreadsheet would take for a formula gets an apostrophe in front: names come from strangers. */
function field(text: string, isText: boolean): string {
  const safe = isText && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A header line and one line a row, with the given columns in their order. Sizes are bytes, cpu cores. */
export function toCsv(columns: readonly Column[], rows: readonly Row[]): string {
  const head = columns.map((column) => field(column.title, true)).join(",");
  const lines = rows.map((row) =>
    columns
      .map((column) => {
        const cell = row.cells[column.id];
        return field(cellValue(column, cell), typeof cell !== "number");
      })
      .join(","),
  );
  return `${[head, ...lines].join("\r\n")}\r\n`;
}
