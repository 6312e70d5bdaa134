/**
 * Columns of a kind that the server's printer describes, and their cells. Name and age are left out: every kind has them from
 * its metadata. A column whose name says so, and is text, becomes the status.
 */
import type { Column, ColumnType } from "../../../contract/kinds.ts";
import type { Cell } from "../../../contract/live.ts";
import { clip } from "./cell.ts";
import { durationMs } from "./human-duration.ts";
import { statusOf } from "./tone.ts";

/** `meta.k8s.io/v1` TableColumnDefinition. */
export type PrinterColumn = {
  name: string;
  type: string;
  format?: string;
  description?: string;
  /** Above 0 only with `-o wide`. */
  priority?: number;
};

/** `at`: its place in a row's cells. */
export type PrintedColumn = Column & { at: number; printed: string; description?: string };

const taken = new Set(["name", "namespace", "status", "age", "labels", "rv", "kind"]);
const skipped = new Set(["name", "age", "namespace", "created at"]);
const statusNames = ["status", "phase", "state", "ready", "health", "condition"];
const mostColumns = 24;

/** `readyReplicas` for "Ready Replicas". */
export function columnId(name: string): string {
  const words = name
    .normalize("NFKD")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
  const id = words
    .map((word, at) => {
      const rest = word === word.toUpperCase() ? word.slice(1).toLowerCase() : word.slice(1);
      const head = word.slice(0, 1);
      return (at === 0 ? head.toLowerCase() : head.toUpperCase()) + rest;
    })
    .join("");
  return /^[a-z]/.test(id) ? id.slice(0, 60) : `c${id}`.slice(0, 60);
}

function columnType({ type, format }: PrinterColumn): ColumnType {
  if (type === "date" || format === "date-time") return "time";
  return type === "integer" || type === "number" ? "number" : "text";
}

/** Where the status stands in a row's cells: -1 for a kind without one. */
export function statusPosition(columns: readonly PrinterColumn[]): number {
  for (const wanted of statusNames) {
    const at = columns.findIndex(({ name, type }) => name.toLowerCase() === wanted && type === "string");
    if (at >= 0) return at;
  }
  return -1;
}

export function printedColumns(columns: readonly PrinterColumn[]): PrintedColumn[] {
  const status = statusPosition(columns);
  const used = new Set(taken);
  const found: PrintedColumn[] = [];
  for (const [at, column] of columns.entries()) {
    if (at === status || skipped.has(column.name.toLowerCase()) || found.length >= mostColumns) continue;
    const type = columnType(column);
    const wanted = columnId(column.name);
    let id = wanted;
    for (let next = 2; used.has(id); next++) id = `${wanted}${next}`;
    used.add(id);
    const title = clip(column.name, 40);
    const width = type === "text" ? Math.min(260, Math.max(110, 24 + title.length * 8)) : 90;
    const hidden = (column.priority ?? 0) > 0;
    const description = column.description ? clip(column.description, 300) : undefined;
    found.push({ id, title, type, width, hidden, description, at, printed: column.type });
  }
  return found;
}

/** `now`: the printer tells dates as durations up to now. */
export function printedCell(value: unknown, column: PrintedColumn, now: number): Cell {
  if (value === null || value === undefined || value === "<none>" || value === "<unknown>" || value === "") return null;
  if (column.type === "time") return timeCell(value, now);
  if (column.type === "number") return Number.isFinite(Number(value)) ? Number(value) : null;
  return clip(typeof value === "string" ? value : JSON.stringify(value));
}

/** `title`: what the column is called. Under "Ready" stands the status of a condition, `True` or `False`: it becomes a word that says so. */
export function printedStatus(cells: readonly unknown[], at: number, title = ""): Cell {
  const value = at < 0 ? undefined : cells[at];
  if (value === undefined || value === null || value === "") return at < 0 ? present : unknown;
  const word = title.toLowerCase() === "ready" ? (readyWords[String(value).toLowerCase()] ?? value) : value;
  return statusOf(clip(String(word), 64));
}

const readyWords: Record<string, string> = { true: "Ready", false: "NotReady" };

const present: Cell = { word: "present", tone: "idle" };
const unknown: Cell = { word: "unknown", tone: "idle" };

function timeCell(value: unknown, now: number): Cell {
  if (typeof value !== "string") return null;
  const ago = durationMs(value);
  if (ago !== null) return now - ago;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : at;
}
