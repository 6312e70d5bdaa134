/** `craton cat-manifest`, as actool's: the manifest of an image in a file, byte for byte. Needs no agent. */
import { readJson } from "../../agent/appc/json.ts";
import { ArchiveError } from "../../agent/image/unpack/archive-error.ts";
import { plainText } from "../../lib/format/plain-text.ts";
import { manifestOf } from "./aci-file.ts";
import { failureLines } from "./failure.ts";
import { common, only, readOptions } from "./options.ts";
import { print, printJson } from "./output.ts";

const optionTable = { ...common, "pretty-print": { type: "boolean" } } as const;
export const options = `  --pretty-print  indented
The whole image is read and checked first. A manifest that is no JSON is printed to a pipe or file only. Status 1 when there is none.`;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals, rest } = readOptions(argv, optionTable);
  const file = only([...positionals, ...rest], "an image file");
  try {
    const text = await manifestOf(file);
    const pretty = values["pretty-print"] ?? false;
    if (!pretty && !process.stdout.isTTY) {
      print(text);
      return 0;
    }
    // A terminal obeys what is in a text, so it gets the values, written anew.
    const json = readJson(text);
    if (json.ok) {
      printJson(json.value, pretty ? "json-pretty" : "json");
      return 0;
    }
    return fail(file, `the manifest ${json.message}`);
  } catch (error) {
    if (error instanceof ArchiveError) return fail(file, error.message);
    return fail(null, failureLines(error).join(", "));
  }
}

function fail(file: string | null, why: string): number {
  process.stderr.write(`craton: ${plainText(file === null ? why : `${file}: ${why}`)}\n`);
  return 1;
}
