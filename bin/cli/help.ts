/** `craton help`: all verbs, or one with its options. */
import { UsageError } from "./failure.ts";
import { common, readOptions } from "./options.ts";
import { print } from "./output.ts";
import { aliases, verbs } from "./verbs.ts";

export const options = "";

const everywhere = `Everywhere:
  --state=DIR     the state folder (default /var/lib/craton; also CRATON_STATE)
  --node=NAME     which node's agent, when there are several
  --format=json   JSON instead of a table (also json-pretty)

Exit status: the app's for run and enter, 0 for success, 254 when craton itself fails.`;

export async function run(argv: string[]): Promise<number> {
  const { positionals } = readOptions(argv, common);
  const [name, ...more] = positionals;
  if (more.length > 0) throw new UsageError("give one verb");
  return name === undefined ? printAll() : printVerb(Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name);
}

function printAll(): number {
  const width = Math.max(...Object.keys(verbs).map((name) => name.length));
  const lines = Object.entries(verbs).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  print(
    `Usage: craton VERB [OPTIONS] [ARGUMENTS]\n\n${lines.join("\n")}\n\ncraton help VERB tells its options.\n\n${everywhere}\n`,
  );
  return 0;
}

export async function printVerb(name: string): Promise<number> {
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb || name === "help") return printAll();
  const { options: own } = await verb.load();
  print(`Usage: craton ${verb.usage}\n\n${verb.summary}\n\n${own === "" ? "" : `${own}\n\n`}${everywhere}\n`);
  return 0;
}
