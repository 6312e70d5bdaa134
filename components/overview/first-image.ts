import type { Row } from "@/lib/contract/live.ts";

/** The tour's image where it is there, else the oldest; null without any. Rows come oldest first. */
export function pickFirstImage(rows: readonly Row[]): string | null {
  const names = rows.map((row) => row.cells.name).filter((name) => typeof name === "string");
  return names.find((name) => /(^|\/)tour$/.test(name)) ?? names[0] ?? null;
}
