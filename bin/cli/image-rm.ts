/** `craton image rm`. */
import { connect } from "./connection.ts";
import { each } from "./each.ts";
import { UsageError } from "./failure.ts";
import { common, readOptions } from "./options.ts";
import { printLine } from "./output.ts";

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, common);
  if (positionals.length === 0) throw new UsageError("give images to remove");
  const { agent, caller } = connect(values);
  return each(positionals, async (ref) => {
    const { id } = await agent.images.get(caller, ref);
    await agent.images.remove(caller, id);
    printLine(id);
  });
}
