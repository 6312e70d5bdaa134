/** What the whole node uses now, from /proc. */
import { readFileSync } from "node:fs";

/** `cpuSeconds`: time in which any CPU was not idle; `memory`: bytes that are not available. */
export function nodeUsage(): { cpuSeconds: number; memory: number; load1: number | null } {
  const load1 = Number(readFileSync("/proc/loadavg", "utf8").split(" ")[0]);
  return {
    cpuSeconds: busySeconds(readFileSync("/proc/stat", "utf8")),
    memory: usedMemory(readFileSync("/proc/meminfo", "utf8")),
    load1: Number.isFinite(load1) ? load1 : null,
  };
}

/** The first line of /proc/stat, in ticks of 10 ms (USER_HZ is 100 on every machine that Node runs on): all but idle and iowait. */
export function busySeconds(stat: string): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = (stat.split("\n")[0] ?? "")
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user + nice + system + irq + softirq + steal) / 100;
}

export function usedMemory(meminfo: string): number {
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(meminfo)?.[1] ?? 0) * 1024;
  return Math.max(0, field("MemTotal") - field("MemAvailable"));
}
