/** Budgets and what was measured against them: a table for people, JSON for machines. */
import fs from "node:fs";
import path from "node:path";

export type Line = {
  name: string;
  unit: string;
  /** Which figure the budget is about. */
  of: "median" | "p75" | "p98" | "p99" | "max" | "value";
  budget: number | null;
  median: number;
  p75: number;
  p98: number;
  p99: number;
  max: number;
  n: number;
  ok: boolean;
  note: string;
};

/** The sample at a share of the sorted ones, by nearest rank. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export class Report {
  readonly lines: Line[] = [];
  private readonly say: (line: string) => void;
  constructor(say: (line: string) => void) {
    this.say = say;
  }

  /** A figure of many samples; `budget` null only shows it. */
  samples(name: string, unit: string, samples: number[], of: Line["of"], budget: number | null, note = ""): void {
    const sorted = [...samples].sort((a, b) => a - b);
    const at = (share: number) => round(percentile(sorted, share));
    const figures = { median: at(0.5), p75: at(0.75), p98: at(0.98), p99: at(0.99), max: at(1) };
    const measured = of === "value" ? figures.max : figures[of];
    const ok = sorted.length > 0 && (budget === null || measured <= budget);
    this.add({ name, unit, of, budget, ...figures, n: sorted.length, ok, note });
  }

  /** A single figure that must not be above its budget. */
  value(name: string, unit: string, value: number, budget: number | null, note = ""): void {
    this.samples(name, unit, [value], "value", budget, note);
  }

  /** Something that is right or not. */
  check(name: string, isRight: boolean, note = ""): void {
    const figures = { median: 0, p75: 0, p98: 0, p99: 0, max: 0 };
    this.add({ name, unit: "", of: "value", budget: null, ...figures, n: 1, ok: isRight, note });
  }

  get isOk(): boolean {
    return this.lines.every(({ ok }) => ok);
  }

  private add(line: Line): void {
    this.lines.push(line);
    this.say(
      `${line.ok ? "   ok" : " OVER"}  ${line.name}: ${shown(line)}${line.note === "" ? "" : ` (${line.note})`}`,
    );
  }

  table(): string {
    const cell = (value: number, line: Line) =>
      line.unit === "" ? "" : line.n === 1 && line.of === "value" ? "" : String(value);
    const rows = this.lines.map((line) => [
      line.name,
      line.budget === null ? "" : `${line.of === "value" ? "" : `${line.of} `}≤ ${line.budget} ${line.unit}`,
      line.unit === "" ? "" : `${line.of === "value" ? line.max : line.median} ${line.unit}`,
      cell(line.p75, line),
      cell(line.p99, line),
      String(line.n),
      line.ok ? "ok" : "over",
      line.note,
    ]);
    const all = [["", "budget", "median", "p75", "p99", "n", "", ""], ...rows];
    const widths = all[0]?.map((_, i) => Math.max(...all.map((row) => (row[i] ?? "").length))) ?? [];
    return all
      .map((row) =>
        row
          .map((one, i) => one.padEnd(widths[i] ?? 0))
          .join("  ")
          .trimEnd(),
      )
      .join("\n");
  }

  write(file: string, facts: Record<string, unknown>): void {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, `${JSON.stringify({ ...facts, ok: this.isOk, lines: this.lines }, null, 2)}\n`);
  }
}

const round = (value: number) => Math.round(value * 100) / 100;
function shown(line: Line): string {
  if (line.unit === "") return line.ok ? "right" : "wrong";
  if (line.of === "value") return `${line.max} ${line.unit}${line.budget === null ? "" : `, budget ${line.budget}`}`;
  return `median ${line.median}, p75 ${line.p75}, p99 ${line.p99} ${line.unit} of ${line.n}${line.budget === null ? "" : `, budget ${line.of} ${line.budget}`}`;
}
