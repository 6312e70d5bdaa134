/** Folders of a cgroup file system: walks and removals that all versions share. */
import { readdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { CratonError } from "../../../../lib/contract/errors.ts";

const errno = (error: unknown) => (error as NodeJS.ErrnoException).code;

/** null when the file is absent, or its cgroup went away while it was read. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENODEV", "ENOTDIR"].includes(errno(error) ?? "")) return null;
    throw error;
  }
}

export function readNumber(path: string): number | null {
  const text = readText(path)?.trim();
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}

/** The value behind `key` in a file of `key value` lines. */
export function keyed(text: string | null, key: string): number | null {
  const found = text?.split("\n").find((line) => line.startsWith(`${key} `));
  return found === undefined ? null : Number(found.slice(key.length + 1));
}

export function subfolders(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch (error) {
    if (errno(error) === "ENOENT") return [];
    throw error;
  }
}

/** Removes a cgroup and all below it, leaves first; only folders can be removed there, the files are the kernel's. */
export function removeTree(path: string): void {
  for (const name of subfolders(path)) removeTree(join(path, name));
  try {
    rmdirSync(path);
  } catch (error) {
    if (errno(error) === "ENOENT") return;
    throw new CratonError("host-failed", { command: `rmdir ${path}`, why: errno(error) }, { cause: error });
  }
}

/** Pids in it and below it. */
export function processesIn(path: string): number[] {
  const own = (readText(join(path, "cgroup.procs")) ?? "").split("\n").filter((line) => line !== "");
  return [...own.map(Number), ...subfolders(path).flatMap((name) => processesIn(join(path, name)))];
}
