/** Numbers that look alive and can be foretold: made of a name and the clock alone. */
import type { CgroupUsage } from "../host.ts";

/** FNV-1a as a fraction of 1. */
export function fraction(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash / 2 ** 32;
}

/** CPU seconds never fall; load and memory swing around a level that the name sets. */
export function fakeUsage(name: string, seconds: number): CgroupUsage {
  const level = fraction(name);
  const cores = 0.01 + 0.4 * level * level;
  const wave = Math.sin(seconds / (20 + 40 * level));
  return {
    cpuSeconds: Math.max(0, cores * (seconds + 10 * (1 - Math.cos(seconds / 20)))),
    memory: Math.round((8 + 120 * level) * 2 ** 20 * (1 + 0.1 * wave)),
    pids: 1 + Math.floor(level * 6),
  };
}

export function sum(parts: CgroupUsage[]): CgroupUsage {
  return parts.reduce(
    (all, one) => ({
      cpuSeconds: all.cpuSeconds + one.cpuSeconds,
      memory: all.memory + one.memory,
      pids: all.pids + one.pids,
    }),
    { cpuSeconds: 0, memory: 0, pids: 0 },
  );
}
