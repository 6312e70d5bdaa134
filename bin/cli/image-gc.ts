/** `craton image gc`: removes images that nothing has used for the grace period; `--dry-run` only tells. */
import type { ImageGc } from "../../lib/contract/image-gc.ts";
import { formatBytes } from "../../lib/format/bytes.ts";
import { formatAgo } from "../../lib/format/duration.ts";
import { connect } from "./connection.ts";
import { durationArgument } from "./duration-argument.ts";
import { UsageError } from "./failure.ts";
import { common, formatOf, readOptions } from "./options.ts";
import { print, printJson, printLine, table } from "./output.ts";

const optionTable = { ...common, "grace-period": { type: "string" }, "dry-run": { type: "boolean" } } as const;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, optionTable);
  if (positionals.length > 0) throw new UsageError(`craton image gc takes no argument, not ${positionals.join(" ")}`);
  const format = formatOf(values.format);
  const grace = values["grace-period"];
  const graceSeconds =
    grace === undefined ? {} : { graceSeconds: Math.ceil(durationArgument("grace-period", grace) / 1000) };
  const { agent, caller } = connect(values);
  const dryRun = values["dry-run"] ?? false;
  const answer = await agent.images.gc(caller, { dryRun, ...graceSeconds });
  if (format !== "table") printJson(answer, format);
  else tell(answer, dryRun);
  return 0;
}

function tell({ images, leftovers, kept, frees }: ImageGc, dryRun: boolean): void {
  const rows = [
    ...images.map(({ id, name, version, frees: bytes, lastUsedAt }) => [
      ...[id.slice(0, 19), name, version ?? "", formatBytes(bytes)],
      `last used ${formatAgo(Date.now() - Date.parse(lastUsedAt))}`,
    ]),
    ...leftovers.map(({ kind, name, size }) => [name.slice(0, 19), kind, "", formatBytes(size), "of no image"]),
  ];
  if (rows.length > 0) print(table(rows));
  printLine(`${dryRun ? "would free" : "freed"} ${formatBytes(frees)}; ${kept.length} images stay`);
}
