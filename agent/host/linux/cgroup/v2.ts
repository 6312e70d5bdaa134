/** cgroup v2: one tree. A controller works in a cgroup only when each cgroup above has handed it down. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CgroupUsage } from "../../host.ts";
import { cpuQuota } from "../oci/standard.ts";
import type { Cgroups } from "./shape.ts";
import { keyed, processesIn, readNumber, readText, removeTree, subfolders } from "./tree.ts";

const controllers = ["cpu", "memory", "pids"];

export function cgroupsV2(root: string): Cgroups {
  const at = (path: string) => join(root, path);
  return {
    kind: "v2",
    swapLimit: existsSync("/proc/swaps"),
    pidsLimit: true,
    create(path, limits) {
      mkdirSync(at(path), { recursive: true });
      handDown(root, at(path));
      if (limits.memory !== null) {
        writeFileSync(join(at(path), "memory.max"), String(limits.memory));
        const swap = join(at(path), "memory.swap.max");
        if (existsSync(swap)) writeFileSync(swap, "0");
      }
      if (limits.cpu !== null) {
        const { quota, period } = cpuQuota(limits.cpu);
        writeFileSync(join(at(path), "cpu.max"), `${quota} ${period}`);
      }
    },
    remove: (path) => removeTree(at(path)),
    processes: (path) => processesIn(at(path)),
    children: (path) => subfolders(at(path)),
    usage: (path) => usageOf(at(path)),
    oomKills: (path) => keyed(readText(join(at(path), "memory.events")), "oom_kill"),
  };
}

/** Enables the controllers from the root down to the parent of `folder`. */
function handDown(root: string, folder: string): void {
  if (folder === root) return;
  const parent = dirname(folder);
  handDown(root, parent);
  const offered = (readText(join(parent, "cgroup.controllers")) ?? "").trim().split(" ");
  const wanted = controllers.filter((name) => offered.includes(name));
  if (wanted.length > 0)
    writeFileSync(join(parent, "cgroup.subtree_control"), wanted.map((name) => `+${name}`).join(" "));
}

function usageOf(folder: string): CgroupUsage | null {
  const cpu = keyed(readText(join(folder, "cpu.stat")), "usage_usec");
  if (cpu === null) return null;
  const used = readNumber(join(folder, "memory.current")) ?? 0;
  const cache = keyed(readText(join(folder, "memory.stat")), "inactive_file") ?? 0;
  return {
    cpuSeconds: cpu / 1e6,
    memory: Math.max(0, used - cache),
    pids: readNumber(join(folder, "pids.current")) ?? processesIn(folder).length,
  };
}
