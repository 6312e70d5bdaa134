/**
 * An app's log files: `<app>.log` is being written, `<app>.log.N` are older, with N growing: a rotation is one rename, and the
 * file after N is the next higher one. Files are told apart by inode, since a name may change between two looks.
 */
import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";

export type LogFile = { path: string; number: number; ino: number };
/** `order` is the number that the file has, or will have once it is rotated; `gap` files between the one before and this are gone. */
export type OpenLog = LogFile & { handle: FileHandle; size: number; mtimeMs: number; order: number; gap: number };

/** The number of `<app>.log`, above all others. */
export const currentNumber = Number.POSITIVE_INFINITY;

/**
 * Oldest first. A folder that is not there has no files. Looks until two looks agree: a rotation between reading a name and
 * looking at its file would hide a file otherwise.
 */
export async function listLogs(folder: string, app: string): Promise<LogFile[]> {
  let last: LogFile[] = [];
  for (let look = 0; look < 20; look++) {
    const now = await lookOnce(folder, app);
    if (look > 0 && sameFiles(now, last)) return now;
    last = now;
  }
  return last;
}

async function lookOnce(folder: string, app: string): Promise<LogFile[]> {
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

const sameFiles = (a: LogFile[], b: LogFile[]) =>
  a.length === b.length && a.every(({ ino, number }, i) => ino === b[i]?.ino && number === b[i]?.number);

function numberOf(name: string, app: string): number | null {
  const base = `${app}.log`;
  if (name === base) return currentNumber;
  const rest = name.startsWith(`${base}.`) ? name.slice(base.length + 1) : "";
  return /^[1-9]\d{0,14}$/.test(rest) ? Number(rest) : null;
}

/** Opens all of them, so that rotation and removal no longer matter to the reader; which closes them. */
export async function openLogs(folder: string, app: string): Promise<OpenLog[]> {
  for (let attempt = 0; ; attempt++) {
    const files = await listLogs(folder, app);
    const opened: OpenLog[] = [];
    for (const file of files) {
      const log = await openLog(file, orderOf(file, files));
      if (log) opened.push(log);
    }
    if (sameFiles(files, opened) || attempt === 9) return opened;
    await closeLogs(opened);
  }
}

export async function closeLogs(logs: OpenLog[]): Promise<void> {
  for (const { handle } of logs) await handle.close().catch(() => undefined);
}

/** null when the name is gone. The inode is that of what was opened. */
async function openLog(file: LogFile, order: number, gap = 0): Promise<OpenLog | null> {
  const handle = await open(file.path, "r").catch(() => null);
  if (!handle) return null;
  const { ino, size, mtimeMs } = await handle.stat();
  return { ...file, ino, handle, size, mtimeMs, order, gap };
}

/** The current file becomes the next number above all that are there. */
function orderOf(file: LogFile, files: LogFile[]): number {
  if (file.number !== currentNumber) return file.number;
  return Math.max(0, ...files.filter(({ number }) => number !== currentNumber).map(({ number }) => number)) + 1;
}

/**
 * The file that was begun after this one, when there is one: then nobody writes to this one any more. After a file that was
 * removed comes the oldest that is left, whose `gap` says how many between them are gone too.
 */
export async function openNext(folder: string, app: string, { ino, handle, order }: OpenLog): Promise<OpenLog | null> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const files = await listLogs(folder, app);
    const mine = files.findIndex((file) => file.ino === ino);
    if (mine < 0 && (await handle.stat()).nlink > 0) continue;
    const next = files[mine + 1];
    if (!next) return null;
    const nextOrder = orderOf(next, files);
    // Only a file that was removed can have lost its successors; the first without any number left tells nothing.
    const gap = mine < 0 && files.length > 1 ? Math.max(0, nextOrder - order - 1) : 0;
    const log = await openLog(next, nextOrder, gap);
    if (log?.ino === next.ino) return log;
    await log?.handle.close();
  }
  return null;
}
