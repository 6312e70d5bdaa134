/** Label and field selectors of list and watch requests. */

import { parse } from "./encode.ts";
import type { Entry, Kind, Labels } from "./kind.ts";
import { badRequest } from "./status.ts";

export type Selector = (entry: Entry) => boolean;

/** Null when nothing is selected. Throws a 400 in the real server's shape. */
export function readSelector(kind: Kind, labelText: string, fieldText: string): Selector | null {
  const label = labelText === "" ? null : labelSelector(labelText);
  const field = fieldText === "" ? null : fieldSelector(kind, fieldText);
  if (label === null && field === null) return null;
  return (entry) => (label === null || label(labelsOf(kind, entry))) && (field === null || field(entry));
}

export const labelsOf = (kind: Kind, entry: Entry): Labels =>
  entry.object === null ? (kind.maker?.labels(entry) ?? {}) : (entry.object.metadata.labels ?? {});

type LabelTest = (labels: Labels) => boolean;
const key = /^[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?$/;

function labelSelector(text: string): LabelTest {
  // Commas within brackets belong to a set.
  const terms = text.split(/,(?![^(]*\))/).map((term) => term.trim());
  const tests = terms.map(labelTerm);
  return (labels) => tests.every((test) => test(labels));
}

function labelTerm(term: string): LabelTest {
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(term);
  if (set !== null) {
    const [, name = "", operator, list = ""] = set;
    const values = list.split(",").map((value) => value.trim());
    if (operator === "in") return (labels) => labels[name] !== undefined && values.includes(labels[name]);
    return (labels) => labels[name] === undefined || !values.includes(labels[name]);
  }
  const equal = /^([^=!\s]+)\s*(==?|!=)\s*([^=!\s]*)$/.exec(term);
  if (equal !== null && key.test(equal[1] ?? "")) {
    const [, name = "", operator, value] = equal;
    return operator === "!=" ? (labels) => labels[name] !== value : (labels) => labels[name] === value;
  }
  if (key.test(term)) return (labels) => labels[term] !== undefined;
  if (term.startsWith("!") && key.test(term.slice(1))) return (labels) => labels[term.slice(1)] === undefined;
  throw badRequest(`found '${term.slice(0, 2)}', expected: !, identifier, or 'end of string'`);
}

function fieldSelector(kind: Kind, text: string): Selector {
  const tests = text.split(",").map((term) => {
    const [, name = "", operator = "", value = ""] = /^([^=!]+)(==?|!=)(.*)$/.exec(term) ?? [];
    if (operator === "") throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
    if (!["metadata.name", "metadata.namespace", ...kind.fields].includes(name))
      throw badRequest(`field label not supported: ${name}`);
    return (entry: Entry) => (fieldOf(kind, entry, name) === value) === (operator !== "!=");
  });
  return (entry) => tests.every((test) => test(entry));
}

function fieldOf(kind: Kind, entry: Entry, name: string): string {
  if (name === "metadata.name") return entry.name;
  if (name === "metadata.namespace") return entry.namespace;
  let value: unknown = parse(kind, entry);
  for (const part of name.split(".")) value = (value as Record<string, unknown> | undefined)?.[part];
  return value === undefined || value === null ? "" : String(value);
}
