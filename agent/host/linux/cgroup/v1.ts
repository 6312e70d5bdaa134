/** cgroup v1: one tree for each controller, so a cgroup is a folder in each of them. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CgroupUsage } from "../../host.ts";
import { cpuQuota } from "../oci/standard.ts";
import type { Cgroups } from "./shape.ts";
import { keyed, processesIn, readNumber, readText, removeTree, subfolders } from "./tree.ts";

/** Mount points by controller (`memory`, `cpu`, …, `name=systemd`); controllers mounted together share one. */
export type Hierarchies = ReadonlyMap<string, string>;

export function cgroupsV1(hierarchies: Hierarchies): Cgroups {
  const mounts = [...new Set(hierarchies.values())];
  const at = (controller: string, path: string) => join(hierarchies.get(controller) ?? "/nonexistent", path);
  const memory = hierarchies.get("memory");
  const swapLimit = memory !== undefined && existsSync(join(memory, "memory.memsw.limit_in_bytes"));

  return {
    kind: "v1",
    swapLimit,
    pidsLimit: hierarchies.has("pids"),
    create(path, limits) {
      if (limits.memory !== null) limitMemory(at("memory", path), limits.memory, swapLimit);
      if (limits.cpu !== null) limitCpu(at("cpu", path), limits.cpu);
    },
    remove(path) {
      for (const mount of mounts) removeTree(join(mount, path));
    },
    processes: (path) => [...new Set(mounts.flatMap((mount) => processesIn(join(mount, path))))],
    children: (path) => [...new Set(mounts.flatMap((mount) => subfolders(join(mount, path))))],
    usage(path) {
      return usageOf(at("cpuacct", path), at("memory", path), at("pids", path));
    },
    oomKills: (path) => keyed(readText(join(at("memory", path), "memory.oom_control")), "oom_kill"),
  };
}

/** Swap counts with memory, or a limited pod would just swap; the smaller of the two is set first. */
function limitMemory(folder: string, bytes: number, swapLimit: boolean): void {
  mkdirSync(folder, { recursive: true });
  if (readNumber(join(folder, "memory.use_hierarchy")) === 0) writeFileSync(join(folder, "memory.use_hierarchy"), "1");
  writeFileSync(join(folder, "memory.limit_in_bytes"), String(bytes));
  if (swapLimit) writeFileSync(join(folder, "memory.memsw.limit_in_bytes"), String(bytes));
}

function limitCpu(folder: string, cores: number): void {
  mkdirSync(folder, { recursive: true });
  const { quota, period } = cpuQuota(cores);
  writeFileSync(join(folder, "cpu.cfs_period_us"), String(period));
  writeFileSync(join(folder, "cpu.cfs_quota_us"), String(quota));
}

function usageOf(cpuacct: string, memory: string, pids: string): CgroupUsage | null {
  const cpu = readNumber(join(cpuacct, "cpuacct.usage"));
  const used = readNumber(join(memory, "memory.usage_in_bytes"));
  if (cpu === null || used === null) return null;
  const cache = keyed(readText(join(memory, "memory.stat")), "total_inactive_file") ?? 0;
  return {
    cpuSeconds: cpu / 1e9,
    memory: Math.max(0, used - cache),
    pids: readNumber(join(pids, "pids.current")) ?? processesIn(memory).length,
  };
}
