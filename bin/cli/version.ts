/** `craton version`. */
import { specVersion } from "../../agent/appc/types.ts";
import { UsageError } from "./failure.ts";
import { common, formatOf, readOptions } from "./options.ts";
import { printJson, printLine } from "./output.ts";

export const options = "";

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, common);
  if (positionals.length > 0) throw new UsageError(`craton version takes no argument, not ${positionals.join(" ")}`);
  const format = formatOf(values.format);
  const versions = {
    craton: process.env.CRATON_VERSION ?? "unbuilt",
    appc: specVersion,
    node: process.versions.node,
    os: process.platform,
    arch: process.arch,
  };
  if (format !== "table") printJson(versions, format);
  else {
    printLine(`craton version ${versions.craton}`);
    printLine(`appc version ${versions.appc}`);
    printLine(`node version ${versions.node} (${versions.os}/${versions.arch})`);
  }
  return 0;
}
