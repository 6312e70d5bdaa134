/** Warnings that say the same of objects of one kind, told in one line. Pure. */
import type { Row } from "@/lib/contract/live.ts";

export type WarningGroup = {
  reason: string;
  /** The kind's word in the events: `Pod`; empty when they tell of nothing. */
  kind: string;
  /** The newest event of each object, newest first. */
  rows: Row[];
  /** How often it was seen, of all its objects together. */
  times: number;
};

const text = (row: Row, column: string): string => {
  const cell = row.cells[column];
  return typeof cell === "string" ? cell : "";
};

/** `rows` are events, newest first; so are the groups. */
export function warningGroups(rows: readonly Row[]): WarningGroup[] {
  const groups = new Map<string, WarningGroup & { seen: Set<string> }>();
  for (const row of rows) {
    const reason = text(row, "reason");
    const object = text(row, "object");
    const kind = object.split("/", 1)[0] ?? "";
    const key = JSON.stringify([reason, kind]);
    const group = groups.get(key) ?? { reason, kind, rows: [], times: 0, seen: new Set<string>() };
    groups.set(key, group);
    const about = JSON.stringify([text(row, "namespace"), object]);
    if (!group.seen.has(about)) group.rows.push(row);
    group.seen.add(about);
    const { count } = row.cells;
    group.times += typeof count === "number" ? count : 1;
  }
  return [...groups.values()].map(({ reason, kind, rows: found, times }) => ({ reason, kind, rows: found, times }));
}
