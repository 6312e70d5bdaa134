/**
 * trustedkeys/ as rkt lays it out: `root.d/FINGERPRINT` is trusted for every name, `prefix.d/PREFIX/FINGERPRINT` for the names below
 * PREFIX, whose elements are nested folders. An empty file takes trust away. Whatever else is found is told and left out.
 */
import { constants } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { identifierFault } from "../../appc/types.ts";
import { isTempName } from "../../disk.ts";
import { maxKeyBytes } from "./read-keys.ts";

/** `content` is null for an empty file. `stamp` changes whenever the file does. */
export type KeyFile = { file: string; name: string; prefix: string | null; stamp: string; content: Buffer | null };
export type KeyFault = { file: string; why: string };
type Found = { files: KeyFile[]; faults: KeyFault[] };

const fingerprintForm = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const deepest = 32;

export const rootFolder = (folder: string) => join(folder, "trustedkeys", "root.d");
export const prefixFolder = (folder: string) => join(folder, "trustedkeys", "prefix.d");

/** The folder of keys for a prefix, null for root keys. */
export function placeOf(folder: string, prefix: string | null): string {
  return prefix === null ? rootFolder(folder) : join(prefixFolder(folder), ...prefix.split("/"));
}

/** All key files below a trust folder; that there is none is no fault. */
export async function readKeyFolder(folder: string): Promise<Found> {
  const found: Found = { files: [], faults: [] };
  await visit(rootFolder(folder), null, 0, found);
  await visit(prefixFolder(folder), "", 0, found);
  return found;
}

/** `prefix` is "" at the top of prefix.d, where keys themselves may not stand. */
async function visit(folder: string, prefix: string | null, depth: number, found: Found): Promise<void> {
  const tell = (file: string, why: string) => void found.faults.push({ file, why });
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") tell(folder, `it cannot be read (${error.code ?? error.message})`);
    return [];
  });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (isTempName(entry.name)) continue;
    if (entry.isDirectory()) {
      const below = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      const why = prefix === null ? "root.d holds no folders" : identifierFault(below);
      if (why !== null) tell(path, why);
      else if (depth >= deepest) tell(path, "it is nested too deeply");
      else await visit(path, below, depth + 1, found);
    } else if (!fingerprintForm.test(entry.name)) tell(path, "its name is no fingerprint in lower-case hex");
    else if (prefix === "") tell(path, "a key stands in root.d or below a prefix");
    else await readOne(path, entry.name, prefix, found);
  }
}

/** Never waits for a pipe's other end. A file that everybody may write is no one's word. */
async function readOne(file: string, name: string, prefix: string | null, { files, faults }: Found): Promise<void> {
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = await handle.stat({ bigint: true });
      const why = !stat.isFile()
        ? "it is no file"
        : stat.size > maxKeyBytes
          ? `it is larger than ${maxKeyBytes} bytes`
          : (stat.mode & 0o2n) !== 0n
            ? "everybody may write it"
            : null;
      if (why !== null) return void faults.push({ file, why });
      const stamp = `${stat.dev} ${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`;
      const content = stat.size === 0n ? null : await handle.readFile();
      files.push({ file, name, prefix, stamp, content });
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    faults.push({ file, why: `it cannot be read (${code ?? message})` });
  }
}
