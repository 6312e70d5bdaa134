/** `craton trust rm` and `craton trust mask`. */
import { fingerprint } from "../../lib/contract/image-trust.ts";
import { connect } from "./connection.ts";
import { UsageError } from "./failure.ts";
import { common, only, readOptions } from "./options.ts";
import { printLine } from "./output.ts";
import { placeOf } from "./trust.ts";

const optionTable = { ...common, prefix: { type: "string" }, root: { type: "boolean" } } as const;

export async function run(verb: "rm" | "mask", argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, optionTable);
  const given = only(positionals, "the fingerprint of a key").replaceAll(" ", "").toLowerCase();
  if (!fingerprint.safeParse(given).success)
    throw new UsageError(`${given} is no fingerprint; craton trust list tells them`);
  const place = { fingerprint: given, prefix: placeOf(values) };
  const { agent, caller } = connect(values);
  if (verb === "rm") await agent.trust.remove(caller, place);
  else await agent.trust.mask(caller, place);
  printLine(given);
  return 0;
}
