/** `craton build`, as actool's: checks the layout, packs it, status 1 when it cannot. Needs no agent. */
import fs from "node:fs";
import path from "node:path";
import { readJson } from "../../agent/appc/json.ts";
import { buildAci } from "../../agent/image/build-aci.ts";
import { plainText } from "../../lib/format/plain-text.ts";
import { failureLines, UsageError } from "./failure.ts";
import { common, readOptions } from "./options.ts";
import { layoutFaults } from "./validate-file.ts";

const optionTable = {
  ...common,
  overwrite: { type: "boolean" },
  "no-compression": { type: "boolean" },
  "owner-root": { type: "boolean" },
} as const;
export const options = `  --overwrite       replace OUT.aci when it is there
  --no-compression  a plain tar instead of gzip
  --owner-root      all files belong to root
DIR holds a file manifest and a folder rootfs. The same folder gives the same bytes. Status 1 when it cannot be built.`;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals, rest } = readOptions(argv, optionTable);
  const [folder, out, ...more] = [...positionals, ...rest];
  if (folder === undefined || out === undefined || more.length > 0)
    throw new UsageError("give a folder and the name of the image to make");
  const why = await build(folder, out, values).catch((error: unknown) => failureLines(error));
  for (const line of why) process.stderr.write(`craton: ${plainText(line)}\n`);
  return why.length > 0 ? 1 : 0;
}

type Flags = { overwrite?: boolean; "no-compression"?: boolean; "owner-root"?: boolean };

/** Answers what is wrong; nothing is written then. */
async function build(folder: string, out: string, flags: Flags): Promise<string[]> {
  if (!out.endsWith(".aci")) return [`${out} must end in .aci`];
  if (!flags.overwrite && fs.existsSync(out)) return [`${out} exists already; --overwrite replaces it`];
  const faults = layoutFaults(folder);
  if (faults.length > 0) return faults.map(({ path: where, message }) => `${folder}: ${where}: ${message}`);
  const manifest = readJson(fs.readFileSync(path.join(folder, "manifest"), "utf8"));
  await buildAci(path.join(folder, "rootfs"), out, {
    manifest: manifest.ok ? manifest.value : null,
    compress: !flags["no-compression"],
    ownerRoot: flags["owner-root"] ?? false,
  });
  return [];
}
