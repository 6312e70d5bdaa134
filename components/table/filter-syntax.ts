/**
 * The filter's words as the browser reads them: to mark them, complete them and name faults at once. The server reads
 * them again and decides (docs/live-protocol.md): terms by blanks, joined by and; `column` with one of : = != > >= < <=
 * and a value; quotes keep blanks together; anything else is text to find.
 */
import type { Column, Kind } from "@/lib/contract/kinds.ts";

export type Term = {
  /** Place in the text. */
  start: number;
  end: number;
  /** Null for text to find. */
  column: Column | null;
  op: string;
  value: string;
  fault: string | null;
};

const head = /^([A-Za-z][\w]*)(!=|>=|<=|[:=<>])/;
const numeric = new Set(["number", "bytes", "cores", "time"]);

export function readFilter(kind: Kind, text: string): Term[] {
  const terms: Term[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const start = at;
    let quoted = false;
    while (at < text.length && (quoted || !/\s/.test(text.charAt(at)))) {
      if (text.charAt(at) === "\\" && quoted) at += 1;
      else if (text.charAt(at) === '"') quoted = !quoted;
      at += 1;
    }
    at = Math.min(at, text.length);
    terms.push(readTerm(kind, text.slice(start, at), start, quoted));
  }
  return terms;
}

function readTerm(kind: Kind, word: string, start: number, open: boolean): Term {
  const end = start + word.length;
  const match = head.exec(word);
  const found = match ? columnNamed(kind, match[1] ?? "") : null;
  const op = found && match ? (match[2] ?? "") : "";
  const value = unquote(found && match ? word.slice(match[0].length) : word);
  const fault = open ? "a quote is not closed" : faultOf(found, op, value, match, word);
  return { start, end, column: found, op, value, fault };
}

/** By id or title, whatever the case. */
export function columnNamed(kind: Kind, name: string): Column | null {
  const plain = name.toLowerCase();
  return kind.columns.find(({ id, title }) => id.toLowerCase() === plain || title.toLowerCase() === plain) ?? null;
}

function faultOf(
  column: Column | null,
  op: string,
  value: string,
  match: RegExpExecArray | null,
  word: string,
): string | null {
  if (column === null) {
    const name = match?.[1];
    // `http://x` and `a:b` inside quotes are text; a lone unknown name in front of an operator is a slip.
    if (name === undefined || word.startsWith('"') || /^[\w]+:\/\//.test(word)) return null;
    return `there is no column ${name}; quote it to find it as text`;
  }
  if (value === "") return null;
  const compares = op === "<" || op === ">" || op === "<=" || op === ">=";
  if (compares && !numeric.has(column.type)) return `${column.id} is text: use : or =`;
  if (!compares || !numeric.has(column.type)) return null;
  if (column.type === "time")
    return /^\d+(\.\d+)?(s|m|h|d|w)$/.test(value) ? null : `${value} is not an age such as 90s, 15m, 2h or 7d`;
  const unit = column.type === "bytes" ? /^\d+(\.\d+)?([kmgtp]i?b?)?$/i : /^\d+(\.\d+)?m?$/;
  return unit.test(value) ? null : `${value} is not a ${column.type === "bytes" ? "size such as 512Mi" : "number"}`;
}

function unquote(text: string): string {
  return text.replace(/\\(.)|"/g, (_, kept: string | undefined) => kept ?? "");
}

/** A value as it may stand in a filter. */
export function quote(value: string): string {
  return /[\s"\\]/.test(value) ? `"${value.replace(/["\\]/g, "\\$&")}"` : value;
}

/** The first fault in words, or null. Terms that are still being written (`cpu>`) are left out of what is asked. */
export function filterFault(terms: readonly Term[]): string | null {
  return terms.find((term) => term.fault !== null)?.fault ?? null;
}

/** The text without terms that have no value yet. */
export function askedFilter(text: string, terms: readonly Term[]): string {
  return terms
    .filter((term) => term.column === null || term.value !== "")
    .map((term) => text.slice(term.start, term.end))
    .join(" ");
}
