/** A parsed filter as a test of rows of one table. */
import { NumberColumn, StatusColumn, TextColumn } from "./column.ts";
import { badFilter, type Operator, parseFilter, parseNumber, parseSpan, type Term } from "./filter-parse.ts";
import { columnBit, type Table } from "./table.ts";

export type Filter = {
  passes(slot: number): boolean;
  /** Columns that it reads, as bits. */
  mask: number;
  /** Sets the time that ages are counted from; null when the filter has no ages. */
  ages: ((now: number) => void) | null;
};

type Test = (slot: number) => boolean;
type Clock = { now: number; used: boolean };

/** Throws `bad-filter` with the position of the term. */
export function compileFilter(table: Table, text: string, now: number): Filter {
  const ids = new Set(table.kind.columns.map(({ id }) => id));
  const clock: Clock = { now, used: false };
  let mask = 0;
  const tests = parseFilter(text, ids).map((term): Test => {
    const { test, bits } = compileTerm(table, term, clock);
    mask |= bits;
    return term.not ? (slot) => !test(slot) : test;
  });
  const ages = clock.used
    ? (later: number) => {
        clock.now = later;
      }
    : null;
  if (tests.length === 0) return { passes: () => true, mask, ages };
  return { passes: (slot) => tests.every((test) => test(slot)), mask, ages };
}

function compileTerm(table: Table, term: Term, clock: Clock): { test: Test; bits: number } {
  if (term.kind === "text") return anywhere(table, term.text.toLowerCase());
  const at = table.position(term.column);
  const store = table.columns[at];
  const bits = columnBit(at);
  if (store instanceof NumberColumn) {
    return { test: store.type === "time" ? age(store, term, clock) : amount(store, term), bits };
  }
  if (store instanceof TextColumn) return { test: word((slot) => store.get(slot) ?? "", term), bits };
  if (store instanceof StatusColumn) return { test: word((slot) => store.get(slot).word, term), bits };
  throw badFilter(term.at, `there is no column ${term.column}`);
}

function anywhere(table: Table, text: string): { test: Test; bits: number } {
  const texts: TextColumn[] = [];
  let bits = 0;
  for (const [at, store] of table.columns.entries()) {
    if (store instanceof TextColumn) texts.push(store);
    if (store instanceof TextColumn || store instanceof StatusColumn) bits |= columnBit(at);
  }
  const { status } = table;
  const test: Test = (slot) =>
    texts.some((store) => store.get(slot)?.toLowerCase().includes(text) ?? false) ||
    status.get(slot).word.includes(text);
  return { test, bits };
}

function word(read: (slot: number) => string, term: Extract<Term, { kind: "column" }>): Test {
  const value = term.value.toLowerCase();
  switch (term.operator) {
    case ":":
      return (slot) => read(slot).toLowerCase().includes(value);
    case "=":
      return (slot) => read(slot).toLowerCase() === value;
    case "!=":
      return (slot) => read(slot).toLowerCase() !== value;
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
