/** Options as rkt's users know them, read with node:util's parseArgs: also `--flag=true`, and options whose value may be left out. */
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { UsageError } from "./failure.ts";

/** --help among a verb's options. */
export class HelpWanted extends Error {}

/** An option that a verb does not have, or has with a value: the verb's help tells which there are. */
export class OptionError extends UsageError {}

/** `bare`: what the option means when it is given without a value. */
type Option = { type: "string" | "boolean"; short?: string; multiple?: boolean; bare?: string };
export type OptionTable = Record<string, Option>;

type Value<O extends Option> = O["type"] extends "boolean" ? boolean : O["multiple"] extends true ? string[] : string;
export type Values<T extends OptionTable> = { [K in keyof T]?: Value<T[K]> };

/** Options that every verb takes. */
export const common = {
  state: { type: "string" },
  node: { type: "string" },
  format: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const satisfies OptionTable;

export type Token = { kind: "option"; name: string; value: string | true } | { kind: "positional"; value: string };

/** In the order in which they were given, up to `--`; what follows it is in `rest`. */
export function readTokens(argv: readonly string[], table: OptionTable): { tokens: Token[]; rest: string[] } {
  const end = argv.indexOf("--");
  const [own, rest] = end < 0 ? [argv, []] : [argv.slice(0, end), argv.slice(end + 1)];
  const options: ParseArgsOptionsConfig = {};
  for (const [name, { type, short }] of Object.entries(table)) options[name] = short ? { type, short } : { type };
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(
      own.flatMap((word) => spell(word, table)),
      options,
    );
  } catch (error) {
    throw new OptionError(sentence(error));
  }
  const tokens = parsed.tokens.flatMap((token): Token[] => {
    if (token.kind === "option") return [{ kind: "option", name: token.name, value: token.value ?? true }];
    return token.kind === "positional" ? [{ kind: "positional", value: token.value }] : [];
  });
  if (tokens.some((token) => token.kind === "option" && token.name === "help")) throw new HelpWanted();
  return { tokens, rest: [...rest] };
}

function parse(args: string[], options: ParseArgsOptionsConfig) {
  return parseArgs({ args, options, allowPositionals: true, strict: true, tokens: true });
}

/** `--flag=true`, `--flag=false` and options with an optional value, as parseArgs understands them. */
function spell(word: string, table: OptionTable): string[] {
  const [, name = "", value] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
  const option = Object.hasOwn(table, name) ? table[name] : undefined;
  if (option?.type === "boolean" && value !== undefined) {
    if (value !== "true" && value !== "false") throw new UsageError(`--${name} is true or false, not ${value}`);
    return value === "true" ? [`--${name}`] : [];
  }
  return option?.bare !== undefined && value === undefined ? [`--${name}=${option.bare}`] : [word];
}

function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const first = text.split(/\. |\n/, 1)[0] ?? text;
  return `${first.charAt(0).toLowerCase()}${first.slice(1).replace(/\.$/, "")}`;
}

/** The options and positional arguments of a verb; the last value of a repeated single option counts. */
export function readOptions<T extends OptionTable>(
  argv: readonly string[],
  table: T,
): { values: Values<T>; positionals: string[]; rest: string[] } {
  const { tokens, rest } = readTokens(argv, table);
  const values: Record<string, string | boolean | string[]> = {};
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const { name, value } = token;
    const before = values[name];
    values[name] = table[name]?.multiple ? [...(Array.isArray(before) ? before : []), String(value)] : value;
  }
  const positionals = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  return { values: values as Values<T>, positionals, rest };
}

/** `table`, `json` or `json-pretty`. */
export function formatOf(format: string | undefined): "table" | "json" | "json-pretty" {
  if (format === undefined) return "table";
  if (format === "json" || format === "json-pretty") return format;
  throw new UsageError(`--format is json or json-pretty, not ${format}`);
}

/** Exactly one argument, or a sentence that says what was expected. */
export function only(positionals: string[], what: string): string {
  const [one, ...more] = positionals;
  if (one === undefined) throw new UsageError(`give ${what}`);
  if (more.length > 0) throw new UsageError(`give only ${what}, not also ${more.join(" ")}`);
  return one;
}
