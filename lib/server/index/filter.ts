/** A parsed filter as a test of rows of one table. */
import { NumberColumn, StatusColumn } from "./column.ts";
import {
  badFilter,
  type Columns,
  type Operator,
  parseFilter,
  parseNumber,
  parseSpan,
  type Term,
} from "./filter-parse.ts";
import { labelsFit, parseSelector, SelectorError } from "./label-selector.ts";
import { columnBit, type Table } from "./table.ts";
import { TextColumn } from "./text-column.ts";

export type Filter = {
  passes(slot: number): boolean;
  /** Columns that it reads, as bits. */
  mask: number;
  /** Sets the time that ages are counted from; null when the filter has no ages. */
  ages: ((now: number) => void) | null;
  terms: readonly Term[];
};

type Test = (slot: number) => boolean;
type Clock = { now: number; used: boolean };

/** Throws `bad-filter` with the position of the term. */
export function compileFilter(table: Table, text: string, now: number): Filter {
  const clock: Clock = { now, used: false };
  let mask = 0;
  const terms = parseFilter(text, columnWords(table));
  const tests = terms.map((term): Test => {
    const { test, bits } = compileTerm(table, term, clock);
    mask |= bits;
    return term.not ? (slot) => !test(slot) : test;
  });
  const ages = clock.used
    ? (later: number) => {
        clock.now = later;
      }
    : null;
  const [first] = tests;
  if (first === undefined) return { passes: () => true, mask, ages, terms };
  if (tests.length === 1) return { passes: first, mask, ages, terms };
  return { passes: (slot) => tests.every((test) => test(slot)), mask, ages, terms };
}

/** Words that people write for columns which are called otherwise. */
const aliases: Record<string, string[]> = {
  ns: ["namespace"],
  created: ["age"],
  age: ["created", "imported", "time", "started"],
  state: ["status"],
  phase: ["status"],
  image: ["images"],
  images: ["image"],
  restart: ["restarts"],
};

/** The columns that a filter of this table may name. A column's own name goes before an alias. */
export function columnWords(table: Table): Columns {
  const known = new Map<string, string>();
  const ids = new Set(table.kind.columns.map(({ id }) => id));
  for (const [word, meant] of Object.entries(aliases)) {
    const found = meant.find((id) => ids.has(id));
    if (found !== undefined) known.set(word, found);
  }
  for (const id of ids) known.set(id, id);
  return known;
}

function compileTerm(table: Table, term: Term, clock: Clock): { test: Test; bits: number } {
  if (term.kind === "text") return anywhere(table, term.text.toLowerCase());
  if (term.kind === "label") return labelled(table, term);
  const at = table.position(term.column);
  const store = table.columns[at];
  const bits = columnBit(at);
  if (store instanceof NumberColumn) {
    return { test: store.type === "time" ? age(store, term, clock) : amount(store, term), bits };
  }
  if (store instanceof TextColumn) return { test: store.lowerMatcher(word(term)), bits };
  if (store instanceof StatusColumn) return { test: lowered(store, word(term)), bits };
  throw badFilter(term.at, `there is no column ${term.column}`);
}

/** Texts that a list shows, and its status. Labels have a term of their own; nobody looks for a version by chance. */
function anywhere(table: Table, text: string): { test: Test; bits: number } {
  const isKube = table.position("labels") >= 0;
  const fits = (value: string) => value.includes(text);
  // Columns of few texts first: a row that fits in one of them needs no look at the others.
  const cheap: Test[] = [];
  const dear: Test[] = [];
  let bits = 0;
  for (const [at, { id, hidden }] of table.kind.columns.entries()) {
    const store = table.columns[at];
    if (isKube && (hidden || id === "labels" || id === "rv") && id !== table.kind.status) continue;
    if (store instanceof StatusColumn) cheap.push(lowered(store, fits));
    else if (store instanceof TextColumn) (store.isPooled ? cheap : dear).push(store.lowerMatcher(fits));
    else continue;
    bits |= columnBit(at);
  }
  const tests = [...cheap, ...dear];
  const test = (slot: number): boolean => {
    for (let at = 0; at < tests.length; at++) if ((tests[at] as Test)(slot)) return true;
    return false;
  };
  return { test, bits };
}

const lowered = (store: StatusColumn, passes: (text: string) => boolean): Test =>
  store.matcher((text) => passes(text.toLowerCase()));

function labelled(table: Table, term: Extract<Term, { kind: "label" }>): { test: Test; bits: number } {
  const at = table.position("labels");
  const store = table.columns[at];
  if (!(store instanceof TextColumn)) throw badFilter(term.at, `${table.kind.name} have no labels`);
  try {
    const requirements = parseSelector(term.selector);
    return { test: store.matcher((labels) => labelsFit(labels, requirements)), bits: columnBit(at) };
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    // The end of the text is told at its last letter.
    throw badFilter(term.from + Math.min(error.at, Math.max(0, term.selector.length - 1)), error.message);
  }
}

/** A test of texts in small letters. */
function word(term: Extract<Term, { kind: "column" }>): (text: string) => boolean {
  const value = term.value.toLowerCase();
  switch (term.operator) {
    case ":":
      return (text) => text.includes(value);
    case "=":
      return (text) => text === value;
    case "!=":
      return (text) => text !== value;
    default:
      throw badFilter(term.at, `${term.column} is a text, it has no ${term.operator}`);
  }
}

/** NaN (no value) fits nothing but `!=`. */
function comparison(operator: Operator, wanted: number): (value: number) => boolean {
  switch (operator) {
    case ">":
      return (value) => value > wanted;
    case ">=":
      return (value) => value >= wanted;
    case "<":
      return (value) => value < wanted;
    case "<=":
      return (value) => value <= wanted;
    case "!=":
      return (value) => value !== wanted;
    default:
      return (value) => value === wanted;
  }
}

function amount(store: NumberColumn, term: Extract<Term, { kind: "column" }>): Test {
  const wanted = parseNumber(term.value);
  if (wanted === null) throw badFilter(term.at, `${term.column} is a number, ${term.value.slice(0, 40)} is none`);
  const fits = comparison(term.operator, wanted);
  return (slot) => fits(store.raw(slot));
}

function age(store: NumberColumn, term: Extract<Term, { kind: "column" }>, clock: Clock): Test {
  const span = parseSpan(term.value);
  if (span === null) {
    throw badFilter(term.at, `${term.column} is a time, ${term.value.slice(0, 40)} is no age such as 90s, 2h or 3d`);
  }
  if (![">", ">=", "<", "<="].includes(term.operator)) {
    throw badFilter(term.at, `${term.column} is a time, compare its age with < or >`);
  }
  clock.used = true;
  const fits = comparison(term.operator, span);
  return (slot) => fits(clock.now - store.raw(slot));
}
