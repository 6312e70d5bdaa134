/** What goes to stdout: rows with aligned columns, or JSON. Text from agents is hostile and loses its controls here. */
import { plainText } from "../../lib/format/plain-text.ts";
import { failed } from "./failure.ts";

const tab = 8;

/** Rows aligned with tabs at multiples of eight columns, as rkt's were. Every cell is made safe to show. */
export function table(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => plainText(cell)));
  const widths: number[] = [];
  for (const row of cells) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, Math.floor(length(cell) / tab + 1) * tab);
    });
  }
  const lines = cells.map((row) =>
    row
      .map((cell, i) => {
        if (i === row.length - 1) return cell;
        return cell + "\t".repeat(Math.ceil(((widths[i] ?? 0) - length(cell)) / tab));
      })
      .join("")
      .trimEnd(),
  );
  return lines.map((line) => `${line}\n`).join("");
}

const length = (text: string) => [...text].length;

let brokenPipe = (): void => process.exit(0);

/** What to do when the reader of our stdout is gone; without it, as in `craton list | head -1`, that is a good end. */
export function onBrokenPipe(handler: () => void): void {
  brokenPipe = handler;
}
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") brokenPipe();
  else process.exit(failed);
});

export function print(text: string): void {
  process.stdout.write(text);
}

/** One line, made safe. */
export function printLine(text: string): void {
  print(`${plainText(text)}\n`);
}

/** What a terminal would obey or hide in JSON: C1 controls, bidirectional and invisible marks. */
const sly = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** The same value, with what a terminal would obey written as escapes. */
export function printJson(value: unknown, format: "json" | "json-pretty"): void {
  const text = JSON.stringify(value, null, format === "json-pretty" ? 2 : undefined);
  print(`${text.replace(sly, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`);
}

/** Escape sequences (the first group is a colour's), and controls other than tab, line feed and carriage return. */
const sequences =
  /\u001b(?:\[([0-9;:]*)m|\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~]|)|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** An app's own output on a terminal: colours stay, what moves the cursor or speaks to the terminal does not. */
export function appText(text: string): string {
  return text.replace(sequences, (whole, colour) => (colour === undefined ? "" : whole));
}
