/** One shape over the three ways in which a host may lay out its cgroups. Paths are as in config.json: `/craton/<uuid>/<app>`. */
import type { CgroupUsage, Limits } from "../../host.ts";

export interface Cgroups {
  readonly kind: "v1" | "hybrid" | "v2";
  /** Can memory and swap be limited together? */
  readonly swapLimit: boolean;
  /** Can the number of processes be limited? */
  readonly pidsLimit: boolean;
  /** Makes the cgroup where limits need it, and sets them. Children count towards them. */
  create(path: string, limits: Limits): void;
  /** Removes the cgroup and all below it, in all hierarchies; absent is success. Processes in it: `host-failed` (EBUSY). */
  remove(path: string): void;
  /** Pids in it and below it. */
  processes(path: string): number[];
  /** Names of the cgroups directly below, over all hierarchies. */
  children(path: string): string[];
  /** null when it is gone. Memory leaves out the page cache that can be dropped at once. */
  usage(path: string): CgroupUsage | null;
  /** How many processes the OOM killer ended in it; null when it is gone. */
  oomKills(path: string): number | null;
}
