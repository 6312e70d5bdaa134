/**
 * The lines that a log view holds: several apps merged in the order of their times, bounded, filtered as they come.
 * No framework; a store for useSyncExternalStore.
 */
import type { LogLine } from "@/lib/contract/stdio.ts";
import { plainText } from "@/lib/format/plain-text.ts";

export type Severity = "error" | "warn" | "info" | "debug";
export type HeldLine = {
  id: number;
  app: string;
  time: string;
  stream: "stdout" | "stderr";
  text: string;
  severity: Severity | null;
};
export type LogFilter = {
  search: string;
  severity: "all" | "warn" | "error";
  stream: "all" | "stdout" | "stderr";
  hidden: ReadonlySet<string>;
};
export type LogView = { lines: readonly HeldLine[]; held: number; dropped: number };

/** Lines kept; older ones leave first (the download has all). */
export const mostLines = 100_000;

const marks: [Severity, RegExp][] = [
  ["error", /\b(?:error|fatal|panic|critical|emerg|alert|err)\b|"level":"(?:error|fatal)"|\bE\d{4}\b/i],
  ["warn", /\bwarn(?:ing)?\b|"level":"warn/i],
  ["debug", /\b(?:debug|trace)\b/i],
  ["info", /\b(?:info|notice)\b/i],
];

/** What a line says of itself, by the words that loggers use; null when it says nothing. Only its first 200 characters count. */
export function severityOf(text: string): Severity | null {
  const head = text.slice(0, 200);
  return marks.find(([, pattern]) => pattern.test(head))?.[0] ?? null;
}

export class LogLines {
  private all: HeldLine[] = [];
  private shown: HeldLine[] = [];
  private filter: LogFilter = { search: "", severity: "all", stream: "all", hidden: new Set() };
  private nextId = 1;
  private dropped = 0;
  private readonly partial = new Map<string, string>();
  private readonly listeners = new Set<() => void>();
  private view: LogView = { lines: [], held: 0, dropped: 0 };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly getSnapshot = (): LogView => this.view;

  /** Adds lines of one app. Pieces of a long line (CRI tag P) are joined. */
  append(app: string, lines: readonly LogLine[]): void {
    const fresh: HeldLine[] = [];
    for (const line of lines) {
      const key = `${app}\0${line.stream}`;
      const text = (this.partial.get(key) ?? "") + line.text;
      if (line.partial && text.length < 1 << 16) {
        this.partial.set(key, text);
        continue;
      }
      this.partial.delete(key);
      const clean = plainText(text);
      fresh.push({
        id: this.nextId++,
        app,
        time: line.time,
        stream: line.stream,
        text: clean,
        severity: severityOf(clean),
      });
    }
    if (fresh.length === 0) return;
    this.all = merge(this.all, fresh);
    if (this.all.length > mostLines) {
      this.dropped += this.all.length - mostLines;
      this.all = this.all.slice(-mostLines);
    }
    const passing = fresh.filter((line) => this.passes(line));
    const oldest = this.all[0]?.time ?? "";
    // Lines that left `all` are the oldest, so they stand first in `shown` too.
    if (this.dropped > 0) this.shown = this.shown.slice(firstNotBefore(this.shown, oldest));
    if (passing.length > 0) this.shown = merge(this.shown, passing);
    this.publish();
  }

  setFilter(filter: LogFilter): void {
    this.filter = filter;
    this.shown = this.all.filter((line) => this.passes(line));
    this.publish();
  }

  /** Forgets the lines of an app, before it is read anew. */
  clear(app: string): void {
    this.all = this.all.filter((line) => line.app !== app);
    this.shown = this.shown.filter((line) => line.app !== app);
    for (const stream of ["stdout", "stderr"]) this.partial.delete(`${app}\0${stream}`);
    this.publish();
  }

  private passes(line: HeldLine): boolean {
    const { search, severity, stream, hidden } = this.filter;
    if (hidden.has(line.app)) return false;
    if (stream !== "all" && line.stream !== stream) return false;
    if (severity === "error" && line.severity !== "error") return false;
    if (severity === "warn" && line.severity !== "error" && line.severity !== "warn") return false;
    return search === "" || line.text.toLowerCase().includes(search.toLowerCase());
  }

  private publish(): void {
    this.view = { lines: this.shown, held: this.all.length, dropped: this.dropped };
    for (const listener of [...this.listeners]) listener();
  }
}

/** Both are in order of time; equal times keep the held line first. New lines are nearly always later than all held. */
function merge(held: HeldLine[], fresh: HeldLine[]): HeldLine[] {
  const last = held.at(-1);
  const sorted = fresh.every((line, at) => at === 0 || (fresh[at - 1] as HeldLine).time <= line.time)
    ? fresh
    : [...fresh].sort(byTime);
  if (last === undefined || last.time <= (sorted[0] as HeldLine).time) return held.concat(sorted);
  return held.concat(sorted).sort(byTime);
}

function byTime(a: HeldLine, b: HeldLine): number {
  return a.time < b.time ? -1 : a.time > b.time ? 1 : a.id - b.id;
}

/** Index of the first line whose time is not before `time`. */
function firstNotBefore(lines: readonly HeldLine[], time: string): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] as HeldLine).time < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
