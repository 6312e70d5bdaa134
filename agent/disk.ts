/**
 * Durable files: what these functions return from is on the disk, and a kill at any instruction leaves
 * the old content or the new one, never a mixture.
 *
 * write = temp file in the same folder → fsync → rename → fsync of the folder. Temp names begin with `.` and end
 * with `.tmp`; readers skip them and a start sweeps them. A failed fsync is never tried again on the same file, since
 * the kernel may have dropped the pages. Errors: `no-space` (ENOSPC, EDQUOT), else `disk-failed` with the errno's name.
 */
import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CratonError } from "../lib/contract/errors.ts";

/** The single steps that a crash can fall between; tests pass their own. */
export type DiskSteps = {
  /** Creates the file (it must not exist), writes all, syncs. */
  write(path: string, data: string | Uint8Array, mode: number): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  syncFolder(path: string): Promise<void>;
  /** Answers the topmost folder that was made, null when all were there. */
  mkdir(path: string, mode: number): Promise<string | null>;
  remove(path: string): Promise<void>;
};

export type Disk = {
  /** Replaces or creates `path`. `mode` (default 0600) is set exactly, whatever the umask. */
  writeDurable(path: string, data: string | Uint8Array, options?: { mode?: number }): Promise<void>;
  /** One rename; both parents are synced. */
  renameDurable(from: string, to: string): Promise<void>;
  /** Makes a folder and its missing parents (default 0700); being there already is success. */
  mkdirDurable(path: string, options?: { mode?: number }): Promise<void>;
  /** Removes a file or a whole folder; absent is success. */
  removeDurable(path: string): Promise<void>;
};

const steps: DiskSteps = {
  async write(path, data, mode) {
    const file = await open(path, "wx", mode);
    try {
      await file.chmod(mode);
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename: (from, to) => rename(from, to),
  async syncFolder(path) {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
  mkdir: async (path, mode) => (await mkdir(path, { recursive: true, mode })) ?? null,
  remove: (path) => rm(path, { recursive: true, force: true }),
};

/** A write that was cut off. */
export const isTempName = (name: string): boolean => name.startsWith(".") && name.endsWith(".tmp");

/** The error of a failed file operation: `no-space`, or `disk-failed` that names path and errno. */
export function diskError(cause: unknown, path: string, verb: string): CratonError {
  if (cause instanceof CratonError) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") return new CratonError("no-space", { path }, { cause });
  const why = code === "EIO" ? "EIO, the device reports an input/output error" : (code ?? message);
  return new CratonError("disk-failed", { path, verb, why }, { cause });
}

/** The functions over other steps, for tests that fail or kill at one of them. */
export function diskOver(ops: DiskSteps): Disk {
  return {
    async writeDurable(path, data, { mode = 0o600 } = {}) {
      const temp = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
      try {
        await ops.write(temp, data, mode);
        await ops.rename(temp, path);
        await ops.syncFolder(dirname(path));
      } catch (cause) {
        await ops.remove(temp).catch(() => undefined);
        throw diskError(cause, path, "written");
      }
    },
    async renameDurable(from, to) {
      try {
        await ops.rename(from, to);
        await ops.syncFolder(dirname(to));
        if (dirname(from) !== dirname(to)) await ops.syncFolder(dirname(from));
      } catch (cause) {
        throw diskError(cause, from, `moved to ${to}`);
      }
    },
    async mkdirDurable(path, { mode = 0o700 } = {}) {
      try {
        const top = await ops.mkdir(path, mode);
        if (top === null) return;
        for (let at = path; at.length >= top.length; at = dirname(at)) await ops.syncFolder(dirname(at));
      } catch (cause) {
        throw diskError(cause, path, "made");
      }
    },
    async removeDurable(path) {
      try {
        await ops.remove(path);
        await ops.syncFolder(dirname(path));
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === "ENOENT") return;
        throw diskError(cause, path, "removed");
      }
    },
  };
}

/** The real steps, to wrap in tests. */
export const realDiskSteps: Readonly<DiskSteps> = steps;
export const disk: Disk = diskOver(steps);
export const { writeDurable, renameDurable, mkdirDurable, removeDurable } = disk;
