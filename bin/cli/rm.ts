/** `craton rm`: removes pods that do not run. */
import { connect } from "./connection.ts";
import { each } from "./each.ts";
import { UsageError } from "./failure.ts";
import { common, readOptions } from "./options.ts";
import { printLine } from "./output.ts";
import { podIds } from "./uuid-argument.ts";

const optionTable = { ...common, "uuid-file": { type: "string" } } as const;
export const options = "  --uuid-file=FILE  the pod whose UUID is in FILE";

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, optionTable);
  const ids = podIds(positionals, values["uuid-file"]);
  if (ids.length === 0) throw new UsageError("give the UUIDs of pods");
  const { agent, caller } = connect(values);
  return each(ids, async (id) => {
    // The whole UUID is printed, and a beginning that fits two pods removes neither.
    const { uuid } = await agent.pods.get(caller, id);
    await agent.pods.remove(caller, uuid);
    printLine(uuid);
  });
}
