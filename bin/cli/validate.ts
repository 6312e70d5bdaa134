/** `craton validate`, as actool's: silent on success, status 1 when a file is not valid. Needs no agent. */
import { plainText } from "../../lib/format/plain-text.ts";
import { failureLines, UsageError } from "./failure.ts";
import { common, formatOf, readOptions } from "./options.ts";
import { printJson } from "./output.ts";
import { type Checked, type FileType, validateFile } from "./validate-file.ts";

const optionTable = { ...common, type: { type: "string" }, debug: { type: "boolean" } } as const;
export const options = `  --type=TYPE  appimage, layout or manifest (default: told by content)
  --debug      also say what is valid
Status 1 when a file is not valid; every fault is a line FILE: PATH: WHY (line L, column C).
A manifest of another major version of appc is warned about, with status 0.`;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals, rest } = readOptions(argv, optionTable);
  const files = [...positionals, ...rest];
  const format = formatOf(values.format);
  const type = values.type as FileType | undefined;
  if (type !== undefined && !["appimage", "layout", "manifest"].includes(type)) {
    throw new UsageError(`--type is appimage, layout or manifest, not ${type}`);
  }
  if (files.length === 0) throw new UsageError("give files to validate");
  const results = [];
  for (const file of files) results.push({ file, ...(await checked(file, type)) });
  if (format !== "table") printJson(results, format);
  for (const { file, type: found, faults, warnings } of format === "table" ? results : []) {
    for (const { path, message, line, column } of faults) {
      const place = line === undefined ? "" : ` (line ${line}, column ${column})`;
      say(`${file}: ${path === "" ? "" : `${path}: `}${message}${place}`);
    }
    for (const warning of warnings) say(`${file}: warning: ${warning}`);
    if (faults.length === 0 && values.debug) say(`${file}: valid ${found}`);
  }
  return results.some(({ faults }) => faults.length > 0) ? 1 : 0;
}

async function checked(
  file: string,
  type: FileType | undefined,
): Promise<Omit<Checked, "type"> & { type: FileType | null }> {
  try {
    return await validateFile(file, type);
  } catch (error) {
    const why = failureLines(error).join(", ");
    return { type: type ?? null, faults: [{ path: "", message: why.replace(`${file}: `, "") }], warnings: [] };
  }
}

function say(text: string): void {
  process.stderr.write(`${plainText(text)}\n`);
}
