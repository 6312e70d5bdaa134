/**
 * An image's archive as a folder of this machine, read by our own reader. It is written into a new folder beside the wanted one, which nobody
 * else may enter, and gets its name when it is whole.
 */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { defaultLimits } from "../../agent/image/limits.ts";
import { ArchiveError } from "../../agent/image/unpack/archive-error.ts";
import { PlainWriter } from "../../agent/image/unpack/plain-writer.ts";
import { readArchive } from "../../agent/image/unpack/reader.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import { UsageError } from "./failure.ts";
import { common, readOptions } from "./options.ts";

const optionTable = { ...common, "rootfs-only": { type: "boolean" }, overwrite: { type: "boolean" } } as const;

export type UnpackArguments = { image: string; folder: string; rootfsOnly: boolean; overwrite: boolean };

export function unpackArguments(argv: string[]) {
  const { values, positionals } = readOptions(argv, optionTable);
  const [image, folder, ...more] = positionals;
  if (image === undefined || folder === undefined || more.length > 0)
    throw new UsageError("give an image and the folder to make");
  const { "rootfs-only": rootfsOnly = false, overwrite = false } = values;
  checkPlace(folder, overwrite);
  return { values, image, folder: path.resolve(folder), rootfsOnly, overwrite };
}

/** An empty folder may stand there. */
function checkPlace(folder: string, overwrite: boolean): void {
  const there = statSync(folder, { throwIfNoEntry: false });
  if (!there) return;
  if (!there.isDirectory()) throw new UsageError(`${folder} is no folder`);
  if (!overwrite && readdirSync(folder).length > 0)
    throw new UsageError(`${folder} is not empty; --overwrite replaces it with all that is in it`);
}

/** Answers the ID that the archive has, and says on stderr what could not be kept. */
export async function unpackTo(body: AsyncIterable<Buffer>, { folder, rootfsOnly }: UnpackArguments): Promise<string> {
  const owners = process.geteuid?.() === 0;
  mkdirSync(path.dirname(folder), { recursive: true });
  const temp = mkdtempSync(path.join(path.dirname(folder), `.${path.basename(folder)}.`));
  try {
    const rootfs = path.join(temp, "rootfs");
    mkdirSync(rootfs, { mode: 0o755 });
    const writer = new PlainWriter(rootfs, () => undefined, { owners });
    const { maxTar: maxBytes, maxEntries } = defaultLimits;
    const { manifest, tarDigest } = await readArchive(body, { format: "aci", maxBytes, maxEntries }, writer);
    writer.finish();
    writeFileSync(path.join(temp, "manifest"), manifest ?? "");
    rmSync(folder, { recursive: true, force: true });
    renameSync(rootfsOnly ? rootfs : temp, folder);
    const notes = [...(owners ? [] : ["owners (that takes root)"]), ...(writer.leftOut > 0 ? [leftOut(writer)] : [])];
    if (notes.length > 0) process.stderr.write(`not kept: ${notes.join(", ")}\n`);
    return tarDigest.replace(":", "-");
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    throw new CratonError("bad-archive", { entry: error.fault.entry, why: error.fault.why }, { cause: error });
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

const leftOut = ({ leftOut: count }: PlainWriter): string => `extended attributes or fifos of ${count} entries`;
