/** `craton build`, as actool's: checks the layout, packs it, status 1 when it cannot. Needs no agent. */
import fs from "node:fs";
import path from "node:path";
import { readJson } from "../../agent/appc/json.ts";
import { type BuildOptions, buildAci } from "../../agent/image/build-aci.ts";
import { XattrSource } from "../../agent/image/xattr-source.ts";
import { plainText } from "../../lib/format/plain-text.ts";
import { compressionOf, nameFault, outputTable, sourceDate } from "./aci-output.ts";
import { failureLines, UsageError } from "./failure.ts";
import { common, readOptions } from "./options.ts";
import { askPassphrase, passphraseFrom } from "./passphrase.ts";
import { layoutFaults } from "./validate-file.ts";

const optionTable = {
  ...common,
  ...outputTable,
  "owner-root": { type: "boolean" },
  encrypt: { type: "boolean" },
  "passphrase-file": { type: "string" },
} as const;
export const options = `  --overwrite         replace OUT.aci when it is there
  --compression=KIND  gzip (default), xz or none
  --no-compression    the same as --compression=none
  --owner-root        all files belong to root
  --encrypt           encrypt it with a passphrase, asked for on the terminal (AES-256, as gpg --symmetric); sign it afterwards
  --passphrase-file=FILE   take the passphrase from the first line of FILE; implies --encrypt
DIR holds a file manifest and a folder rootfs. Modes, owners, times (whole seconds) and extended attributes are kept, and the
same folder gives the same bytes. With SOURCE_DATE_EPOCH set no file is younger than that. Status 1 when it cannot be built.`;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals, rest } = readOptions(argv, optionTable);
  const [folder, out, ...more] = [...positionals, ...rest];
  if (folder === undefined || out === undefined || more.length > 0)
    throw new UsageError("give a folder and the name of the image to make");
  const [compression, latest] = [compressionOf(values), sourceDate()];
  const ownerRoot = values["owner-root"] ?? false;
  const fault = nameFault(out, values.overwrite);
  const seal = fault ? undefined : await sealOf(values.encrypt ?? false, values["passphrase-file"]);
  const wanted = { compression, latest, ownerRoot, ...(seal ? { seal } : {}) };
  const why = fault ? [fault] : await build(folder, out, wanted).catch(failureLines);
  for (const line of why) say(line);
  return why.length > 0 ? 1 : 0;
}

/** Undefined when it is not to be encrypted. */
async function sealOf(wanted: boolean, file: string | undefined): Promise<BuildOptions["seal"]> {
  if (!wanted && file === undefined) return undefined;
  const passphrase = passphraseFrom(file) ?? (await newPassphrase());
  const { encrypted } = await import("../../agent/image/encryption/encrypt.ts");
  return (archive) => encrypted(archive, passphrase);
}

async function newPassphrase(): Promise<string> {
  const first = await askPassphrase("Passphrase of the image");
  if (first === null) throw new UsageError("give --passphrase-file, since there is no terminal to ask on");
  if (first === "") throw new UsageError("an empty passphrase protects nothing");
  if ((await askPassphrase("The same again")) !== first) throw new UsageError("the two are not the same");
  return first;
}

type Wanted = Pick<BuildOptions, "compression" | "latest" | "ownerRoot" | "seal">;

/** Answers what is wrong; nothing is written then. */
async function build(folder: string, out: string, wanted: Wanted): Promise<string[]> {
  const { faults, warnings } = layoutFaults(folder);
  if (faults.length > 0) return faults.map(({ path: where, message }) => `${folder}: ${where}: ${message}`);
  for (const warning of warnings) say(`warning: ${warning}`);
  const file = path.join(folder, "manifest");
  const manifest = readJson(fs.readFileSync(file, "utf8"));
  const manifestTime = Math.floor(fs.statSync(file).mtimeMs / 1000);
  const xattrs = xattrSource();
  try {
    const value = manifest.ok ? manifest.value : null;
    const root = path.join(folder, "rootfs");
    await buildAci(root, out, { manifest: value, mtime: "keep", manifestTime, ...wanted }, xattrs);
    return [];
  } finally {
    xattrs?.close();
  }
}

/** The program that reads attributes lies beside the bundle; without it the image is built, and what is missing is said. */
function xattrSource(): XattrSource | undefined {
  const program = path.join(path.dirname(process.argv[1] ?? ""), "xattrs");
  if (fs.existsSync(program)) return new XattrSource(program);
  say(`warning: extended attributes are left out, since there is no ${program}`);
  return undefined;
}

function say(line: string): void {
  process.stderr.write(`craton: ${plainText(line)}\n`);
}
