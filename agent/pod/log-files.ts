/**
 * An app's log files: `<app>.log` is being written, `<app>.log.N` are older, with N growing: a rotation is one rename, and the
 * file after N is the next higher one. Files are told apart by inode, since a name may change between two looks.
 */
import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";

export type LogFile = { path: string; number: number; ino: number };
export type OpenLog = LogFile & { handle: FileHandle; size: number; mtimeMs: number };

/** The number of `<app>.log`, above all others. */
export const currentNumber = Number.POSITIVE_INFINITY;

/** Oldest first. A folder that is not there has no files. */
export async function listLogs(folder: string, app: string): Promise<LogFile[]> {
  const names = await readdir(folder).catch(() => []);
  const files: LogFile[] = [];
  for (const name of names) {
    const number = numberOf(name, app);
    if (number === null) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found?.isFile()) files.push({ path, number, ino: found.ino });
  }
  return files.sort((a, b) => (a.number === b.number ? 0 : a.number - b.number));
}

function numberOf(name: string, app: string): number | null {
  const base = `${app}.log`;
  if (name === base) return currentNumber;
  const rest = name.startsWith(`${base}.`) ? name.slice(base.length + 1) : "";
  return /^[1-9]\d{0,14}$/.test(rest) ? Number(rest) : null;
}

/** Opens all of them, so that rotation and removal no longer matter to the reader; which closes them. */
export async function openLogs(folder: string, app: string): Promise<OpenLog[]> {
  for (let attempt = 0; ; attempt++) {
    const opened: OpenLog[] = [];
    for (const file of await listLogs(folder, app)) {
      const handle = await open(file.path, "r").catch(() => null);
      if (!handle) continue;
      const { ino, size, mtimeMs } = await handle.stat();
      opened.push({ ...file, ino, handle, size, mtimeMs });
    }
    const now = (await listLogs(folder, app)).map((file) => file.ino);
    const same = now.length === opened.length && now.every((ino, i) => ino === opened[i]?.ino);
    if (same || attempt === 9) return opened;
    await closeLogs(opened);
  }
}

export async function closeLogs(logs: OpenLog[]): Promise<void> {
  for (const { handle } of logs) await handle.close().catch(() => undefined);
}

/** The file that was begun after this one, when there is one: then nobody writes to this one any more. */
export async function openNext(folder: string, app: string, ino: number): Promise<OpenLog | null> {
  const files = await listLogs(folder, app);
  const mine = files.findIndex((file) => file.ino === ino);
  for (const file of files.slice(mine + 1)) {
    const handle = await open(file.path, "r").catch(() => null);
    if (!handle) continue;
    const { ino: found, size, mtimeMs } = await handle.stat();
    if (found === file.ino) return { ...file, handle, size, mtimeMs };
    await handle.close();
    return openNext(folder, app, ino);
  }
  return null;
}
