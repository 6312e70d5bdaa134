/**
 * One agent a state folder. The lock is a file made by link(2), so that only one of two gets it; it names pid, start time
 * and boot, so that one left by a SIGKILL or a reboot is known to be stale (Node has no flock).
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { CratonError } from "../lib/contract/errors.ts";

type Holder = { pid: number; start: string; boot: string };

const readText = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
};

/** Field 22 of /proc/PID/stat (proc(5)); null for a process that is gone or dead, and where there is no /proc. */
function startOf(pid: number): string | null {
  const stat = readText(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
  return fields[0] === "Z" || fields[0] === "X" ? null : (fields[19] ?? null);
}
const bootId = () => readText("/proc/sys/kernel/random/boot_id")?.trim() ?? "";

function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readText(path) ?? "") as Holder;
  } catch {
    return null;
  }
}

function lives(holder: Holder | null): boolean {
  if (holder === null || holder.pid === process.pid) return false;
  if (bootId() !== "") return holder.boot === bootId() && startOf(holder.pid) === holder.start;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Answers how to let it go. Throws `conflict` that names the process which holds it. */
export function takeLock(path: string): () => void {
  const mine: Holder = { pid: process.pid, start: startOf(process.pid) ?? "", boot: bootId() };
  const temp = `${path}.${process.pid}`;
  writeFileSync(temp, JSON.stringify(mine));
  try {
    for (;;) {
      try {
        linkSync(temp, path);
        return () => {
          if (readHolder(path)?.pid === process.pid) rmSync(path, { force: true });
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      refuseLiving(path, readHolder(path));
      setAside(path, `${path}.stale.${process.pid}`);
    }
  } finally {
    rmSync(temp, { force: true });
  }
}

function refuseLiving(path: string, holder: Holder | null): void {
  if (lives(holder)) throw new CratonError("conflict", { what: "an agent, pid", value: `${holder?.pid} (${path})` });
}

/** Only one of several that saw the stale lock moves it away; if it was a fresh one by then, it is put back. */
function setAside(path: string, aside: string): void {
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  try {
    const holder = readHolder(aside);
    if (!lives(holder)) return;
    linkSync(aside, path);
    refuseLiving(path, holder);
  } finally {
    rmSync(aside, { force: true });
  }
}
