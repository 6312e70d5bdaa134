/** `craton trust list`. */
import type { TrustedKey } from "../../lib/contract/trust.ts";
import { plainText } from "../../lib/format/plain-text.ts";
import { connect } from "./connection.ts";
import { UsageError } from "./failure.ts";
import { common, formatOf, readOptions } from "./options.ts";
import { print, printJson, table } from "./output.ts";

const optionTable = { ...common, "no-legend": { type: "boolean" } } as const;
const columns = ["PREFIX", "FINGERPRINT", "FROM", "STATE", "EXPIRES", "USER"];

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, optionTable);
  if (positionals.length > 0) throw new UsageError(`craton trust list takes no argument, not ${positionals.join(" ")}`);
  const format = formatOf(values.format);
  const { agent, caller } = connect(values);
  const list = await agent.trust.list(caller);
  if (format !== "table") {
    printJson(list, format);
    return 0;
  }
  const rows = list.keys.map(rowOf);
  print(table(values["no-legend"] ? rows : [columns, ...rows]));
  for (const { file, why } of list.faults)
    process.stderr.write(`craton: ${plainText(`${file} is left out: ${why}`)}\n`);
  return 0;
}

function rowOf({ fingerprint, prefix, origin, kind, key }: TrustedKey): string[] {
  const state = kind === "trusted" && key && key.state !== "good" ? key.state : kind;
  return [
    prefix ?? "(every name)",
    fingerprint,
    origin,
    state,
    key?.expiresAt?.slice(0, 10) ?? "",
    key?.users[0] ?? "",
  ];
}
