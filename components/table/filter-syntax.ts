/**
 * The filter's words as the browser reads them: to mark them, complete them and name faults at once. The server reads
 * them again and decides (lib/server/index/filter-parse.ts tells the language): terms by blanks, joined by and; a column
 * with one of : = != > >= < <= and a value; a `-` in front turns a term around; anything else is text to find.
 */
import type { Column, Kind } from "@/lib/contract/kinds.ts";

export type Term = {
  /** Place in the text, with the `-`. */
  start: number;
  end: number;
  /** Null for text to find. */
  column: Column | null;
  op: string;
  value: string;
  /** Where the value begins. */
  valueStart: number;
  fault: string | null;
};

const head = /^-?([A-Za-z]\w*)(!=|>=|<=|:|=|>|<)/;
const number = /^[+-]?\d+(\.\d+)?([mkKMGTP]|[KMGTP]i)?B?$/;
const span = /^(\d+(\.\d+)?[smhdw])+$/;

export function readFilter(kind: Kind, text: string): Term[] {
  const terms: Term[] = [];
  for (let at = 0; at < text.length; ) {
    const blank = /^\s+/.exec(text.slice(at));
    if (blank) {
      at += blank[0].length;
      continue;
    }
    const term = readTerm(kind, text, at);
    terms.push(term);
    at = term.end;
  }
  return terms;
}

function readTerm(kind: Kind, text: string, start: number): Term {
  const match = head.exec(text.slice(start));
  const [, name = "", op = ""] = match ?? [];
  const column = filterColumns(kind).find(({ id }) => id === name) ?? null;
  const isColumn = match !== null && (column !== null || op !== ":");
  const minus = /^-\S/.test(text.slice(start)) ? 1 : 0;
  const valueStart = start + (isColumn ? match[0].length : minus);
  const { value, end, open } = readValue(text, valueStart);
  const fault = open ? "the quotation mark is not closed" : isColumn ? faultOf(kind, name, column, op, value) : null;
  return { start, end, column, op: column ? op : "", value, valueStart, fault };
}

function readValue(text: string, start: number): { value: string; end: number; open: boolean } {
  if (text.charAt(start) !== '"') {
    const value = /^\S*/.exec(text.slice(start))?.[0] ?? "";
    return { value, end: start + value.length, open: false };
  }
  let value = "";
  for (let at = start + 1; at < text.length; at++) {
    if (text.charAt(at) === '"') return { value, end: at + 1, open: false };
    if (text.charAt(at) === "\\" && at + 1 < text.length) at += 1;
    value += text.charAt(at);
  }
  return { value, end: text.length, open: true };
}

function faultOf(kind: Kind, name: string, column: Column | null, op: string, value: string): string | null {
  if (column === null) {
    const meant = kind.columns.find(({ id, title }) =>
      [id, title].some((word) => word.toLowerCase() === name.toLowerCase()),
    );
    return meant ? `there is no column ${name}, the name is ${meant.id}` : `there is no column ${name}`;
  }
  if (value === "") return null;
  const compares = op.startsWith("<") || op.startsWith(">");
  switch (column.type) {
    case "time":
      if (!compares) return `${column.id} is a time, compare its age with < or >`;
      return span.test(value) ? null : `${value} is no age such as 90s, 2h or 3d`;
    case "number":
    case "bytes":
    case "cores":
      return number.test(value) ? null : `${value} is no number such as 3, 500m or 2Gi`;
    default:
      return compares ? `${column.id} is a text, it has no ${op}` : null;
  }
}

/** Where rows have labels, `label:app=web` is a term of its own. */
const labelTerm: Column = { id: "label", title: "Label", type: "text", width: 0 };

/** What may stand before an operator. */
export function filterColumns(kind: Kind): Column[] {
  return kind.columns.some(({ id }) => id === "labels") ? [...kind.columns, labelTerm] : kind.columns;
}

/** A value as it may stand in a filter. */
export function quote(value: string): string {
  return /\s|^"/.test(value) ? `"${value.replace(/["\\]/g, "\\$&")}"` : value;
}

/** The first fault in words, or null. */
export function filterFault(terms: readonly Term[]): string | null {
  return terms.find((term) => term.fault !== null)?.fault ?? null;
}

/** The text without terms that are still being written (`cpu>`). */
export function askedFilter(text: string, terms: readonly Term[]): string {
  return terms
    .filter((term) => term.value !== "")
    .map((term) => text.slice(term.start, term.end))
    .join(" ");
}
