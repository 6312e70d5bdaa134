/** `craton audit verify`: the console checks its whole hash chain now; status 1 when it is not whole. */
import { adminOf } from "./admin.ts";
import { UsageError } from "./failure.ts";
import { common, formatOf, readOptions } from "./options.ts";
import { printJson, printLine } from "./output.ts";

export const options = "Status 1 when entries were changed, removed or cut off; the sentence says which.";

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, common);
  if (positionals.join(" ") !== "verify") throw new UsageError("give verify after craton audit");
  const format = formatOf(values.format);
  const answer = (await adminOf(values.state)("GET", "/audit/verify")) as {
    ok: boolean;
    entries: number;
    why: string | null;
  };
  const { ok, entries, why } = answer;
  if (format !== "table") printJson({ ok, entries, why }, format);
  else printLine(ok ? `the audit log is whole: ${entries} entries` : `the audit log is NOT whole: ${why}`);
  return ok ? 0 : 1;
}
