/** The command line: `craton VERB …`. Loads the verb's module alone, since every millisecond before it is a pod's. */
import { failed, printFailure, UsageError } from "./failure.ts";
import { HelpWanted, OptionError } from "./options.ts";
import { aliases, verbs } from "./verbs.ts";

/** Options that may stand before the verb, as rkt's global ones did, and take a value. */
const early = /^--(state|node|format|insecure-options)(=|$)/s;

/** `--state X run …` and `run --state X …` are the same. */
function verbFirst(argv: string[]): { name: string | undefined; args: string[]; after: string[] } {
  let at = 0;
  while (early.test(argv[at] ?? "")) at += argv[at]?.includes("=") ? 1 : 2;
  const name = argv[at];
  const after = argv.slice(at + 1);
  return { name, args: [...argv.slice(0, at), ...after], after };
}

async function main(argv: string[]): Promise<number> {
  const { name = "help", args, after } = verbFirst(argv);
  const known = Object.hasOwn(aliases, name) ? aliases[name] : name;
  const verb = known !== undefined && Object.hasOwn(verbs, known) ? verbs[known] : undefined;
  if (!verb) throw new UsageError(`there is no verb ${name}; craton help lists them`);
  try {
    return await (await verb.load()).run(args, after);
  } catch (error) {
    if (error instanceof OptionError)
      throw new UsageError(`${error.message}; craton help ${known ?? name} tells its options`);
    if (!(error instanceof HelpWanted)) throw error;
    return (await import("./help.ts")).printVerb(known ?? name);
  }
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    printFailure(error);
    process.exit(failed);
  },
);
