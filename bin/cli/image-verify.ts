/** `craton image verify`: 1 when something differed that could not be made good. */
import type { VerifyLine } from "../../lib/contract/image-verify.ts";
import { formatBytes } from "../../lib/format/bytes.ts";
import { connect } from "./connection.ts";
import { UsageError } from "./failure.ts";
import { common, formatOf, readOptions } from "./options.ts";
import { printJson, printLine } from "./output.ts";
import { progressTo } from "./progress.ts";

type Verified = Extract<VerifyLine, { type: "verified" }>;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, common);
  if (positionals.length === 0) throw new UsageError("give images to verify");
  const format = formatOf(values.format);
  const { agent, caller } = connect(values);
  const all: (Omit<Verified, "type"> & { id: string })[] = [];
  for (const ref of positionals) {
    const { id } = await agent.images.get(caller, ref);
    const { type: _, ...result } = await last(agent.images.verify(caller, id));
    all.push({ id, ...result });
    if (format === "table") tell(id, result);
  }
  if (format !== "table") printJson(all, format);
  return all.some(({ faults, more }) => more > 0 || faults.some(({ repaired }) => !repaired)) ? 1 : 0;
}

async function last(lines: AsyncIterable<VerifyLine>): Promise<Verified> {
  const progress = progressTo(process.stderr);
  try {
    for await (const line of lines) {
      if (line.type === "progress") progress.show(line);
      if (line.type === "verified") return line;
    }
  } finally {
    progress.end();
  }
  throw new Error("the agent ended the verification without a result");
}

function tell(id: string, { faults, more, bytes, files }: Omit<Verified, "type">): void {
  if (faults.length === 0) printLine(`${id}: ${files} entries, ${formatBytes(bytes)}, all as it came in`);
  for (const { where, what, why, repaired } of faults)
    printLine(`${id}: ${where} ${what}: ${why}: ${repaired ? "made good" : "NOT made good"}`);
  if (more > 0) printLine(`${id}: ${more} more`);
}
