/**
 * The filter language: terms joined by and, parted by white space.
 *   text              found in any text column          "two words"    one text with a space
 *   column:value      the column holds the text         column=value   it is the value, column!=value it is not
 *   column>3          also >= < <=, for numbers (500m, 2Ki, 3G) and ages (created<1h: younger than an hour)
 *   label:SELECTOR    as kubectl -l takes it, in quotes when it holds a space (label-selector.ts)
 *   -term             what does not fit the term
 * Pure: it knows nothing of columns. Every text either parses or fails with a position (`bad-filter`).
 */
import { CratonError } from "../../contract/errors.ts";

export const operators = ["!=", ">=", "<=", ":", "=", ">", "<"] as const;
export type Operator = (typeof operators)[number];
/** `at` is the character where the term begins. */
export type Term =
  | { kind: "text"; text: string; not: boolean; at: number }
  /** `from` is where the selector begins. */
  | { kind: "label"; selector: string; not: boolean; at: number; from: number }
  | { kind: "column"; column: string; operator: Operator; value: string; not: boolean; at: number };

export function badFilter(at: number, why: string): CratonError {
  return new CratonError("bad-filter", { position: at + 1, why });
}

/** What a word means as a column, such as itself; undefined for none. */
export type Columns = { get(word: string): string | undefined };

/** A colon after a word that is no column is part of a text (docker://…, web:80). */
export function parseFilter(filter: string, columns: Columns): Term[] {
  const terms: Term[] = [];
  let at = 0;
  const space = () => {
    while (at < filter.length && /\s/.test(filter[at] as string)) at++;
  };
  for (space(); at < filter.length; space()) {
    const begin = at;
    const not = filter[at] === "-" && at + 1 < filter.length && !/\s/.test(filter[at + 1] as string);
    if (not) at++;
    const head = /^([A-Za-z][\w.-]*)(!=|>=|<=|:|=|>|<)/.exec(filter.slice(at));
    const [, word = "", sign] = head ?? [];
    const column = columns.get(word);
    const operator = operators.find((one) => one === sign);
    if (head && word === "label" && sign === ":" && columns.get("labels") !== undefined) {
      at += head[0].length;
      const from = at + (filter[at] === '"' ? 1 : 0);
      terms.push({ kind: "label", selector: readValue(), not, at: begin, from });
    } else if (head && operator && column !== undefined) {
      at += head[0].length;
      terms.push({ kind: "column", column, operator, value: readValue(), not, at: begin });
    } else if (head && operator && operator !== ":" && /^\w+$/.test(word)) {
      throw badFilter(begin, `there is no column ${word.slice(0, 40)}`);
    } else {
      terms.push({ kind: "text", text: readValue(), not, at: begin });
    }
    if (terms.length > 32) throw badFilter(begin, "there are more than 32 terms");
  }
  return terms;

  function readValue(): string {
    if (filter[at] !== '"') {
      const rest = /^\S*/.exec(filter.slice(at))?.[0] ?? "";
      at += rest.length;
      return rest;
    }
    const begin = at++;
    let text = "";
    for (; at < filter.length; at++) {
      const letter = filter[at] as string;
      if (letter === '"') {
        at++;
        return text;
      }
      if (letter === "\\" && at + 1 < filter.length) at++;
      text += filter[at];
    }
    throw badFilter(begin, "the quotation mark is not closed");
  }
}

const units: Record<string, number> = {
  m: 1e-3,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** `3`, `-1.5`, `500m`, `2Gi`; null when it is no number. */
export function parseNumber(text: string): number | null {
  const match = /^([+-]?\d+(?:\.\d+)?)([mkKMGTP]|[KMGTP]i)?B?$/.exec(text);
  if (!match) return null;
  return Number(match[1]) * (match[2] === undefined ? 1 : (units[match[2]] ?? 1));
}

const spans: Record<string, number> = { s: 1e3, m: 6e4, h: 3.6e6, d: 8.64e7, w: 6.048e8 };

/** `90s`, `1h30m`, `2d` in ms; null when it is no span. */
export function parseSpan(text: string): number | null {
  if (!/^(\d+(?:\.\d+)?[smhdw])+$/.test(text)) return null;
  let sum = 0;
  for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)([smhdw])/g))
    sum += Number(count) * (spans[unit ?? ""] ?? 0);
  return sum;
}
