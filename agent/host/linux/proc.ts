/** Reads of /proc: who a process is and whether it still is. */
import { readFileSync } from "node:fs";
import type { ProcessRef } from "../host.ts";

/** Another with every boot. */
export const readBootId = (): string => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();

export type ProcStat = { state: string; start: string };

/** Field 3 (state) and field 22 (start, in ticks) of /proc/PID/stat; the name in parentheses may hold anything. */
export function parseStat(text: string): ProcStat | null {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state] = fields;
  const start = fields[19];
  return state && start ? { state, start } : null;
}

export function procStat(pid: number): ProcStat | null {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return null;
  }
}

/** null when there is no such process. */
export function refOf(pid: number): ProcessRef | null {
  const stat = procStat(pid);
  return stat ? { pid, start: stat.start } : null;
}

/** A zombie has ended. */
export function isAlive(ref: ProcessRef): boolean {
  const stat = procStat(ref.pid);
  return stat !== null && stat.start === ref.start && stat.state !== "Z" && stat.state !== "X";
}

/** Signals the process unless its pid is another's by now. A process that is gone is success. */
export function signalRef(ref: ProcessRef, signal: NodeJS.Signals): void {
  if (!isAlive(ref)) return;
  try {
    process.kill(ref.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Mount points of a mountinfo file, in mount order, with the kernel's octal escapes undone. */
export function parseMountPoints(mountinfo: string): string[] {
  return mountinfo
    .split("\n")
    .map((line) => line.split(" ")[4])
    .filter((field) => field !== undefined)
    .map((field) =>
      field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
    );
}
