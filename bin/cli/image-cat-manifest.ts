/** `craton image cat-manifest`: the appc manifest, converted for images of registries. */
import { connect } from "./connection.ts";
import { common, only, readOptions } from "./options.ts";
import { printJson } from "./output.ts";

const optionTable = { ...common, "pretty-print": { type: "boolean" } } as const;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, optionTable);
  const ref = only(positionals, "an image");
  const { agent, caller } = connect(values);
  printJson(await agent.images.manifest(caller, ref), values["pretty-print"] ? "json-pretty" : "json");
  return 0;
}
