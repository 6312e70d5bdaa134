/** `craton list`: all pods, newest first. */
import { connect } from "./connection.ts";
import { UsageError } from "./failure.ts";
import { common, formatOf, readOptions } from "./options.ts";
import { print, printJson, table } from "./output.ts";
import { podColumns, podRows } from "./pod-rows.ts";

const optionTable = { ...common, full: { type: "boolean" }, "no-legend": { type: "boolean" } } as const;
export const options = `  --full        whole UUIDs and times
  --no-legend   no line of headings`;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, optionTable);
  if (positionals.length > 0) throw new UsageError(`craton list takes no argument, not ${positionals.join(" ")}`);
  const format = formatOf(values.format);
  const { agent, caller } = connect(values);
  const { pods } = await agent.pods.list(caller);
  pods.sort((a, b) => b.createdAt.localeCompare(a.createdAt) || a.uuid.localeCompare(b.uuid));
  if (format !== "table") printJson(pods, format);
  else {
    const rows = pods.flatMap((pod) => podRows(pod, { full: values.full ?? false, now: Date.now() }));
    print(table(values["no-legend"] ? rows : [podColumns, ...rows]));
  }
  return 0;
}
