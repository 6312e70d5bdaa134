/** Which layout this mount namespace shows, read from its mountinfo. */
import { CratonError } from "../../../../lib/contract/errors.ts";
import { cgroupsHybrid } from "./hybrid.ts";
import type { Cgroups } from "./shape.ts";
import { cgroupsV1 } from "./v1.ts";
import { cgroupsV2 } from "./v2.ts";

export type CgroupMounts = { v1: Map<string, string>; v2: string | null };

const known = new Set([
  "cpu",
  "cpuacct",
  "cpuset",
  "memory",
  "devices",
  "freezer",
  "blkio",
  "pids",
  "hugetlb",
  "net_cls",
  "net_prio",
  "perf_event",
  "rdma",
  "misc",
]);

/** Where a mount is over-mounted later, the later line wins, as in the kernel. */
export function parseCgroupMounts(mountinfo: string): CgroupMounts {
  const mounts: CgroupMounts = { v1: new Map(), v2: null };
  for (const line of mountinfo.split("\n")) {
    const [before = "", after = ""] = line.split(" - ");
    const point = before.split(" ")[4];
    const [type, , options = ""] = after.split(" ");
    if (point === undefined) continue;
    if (type === "cgroup2") mounts.v2 = point;
    if (type === "cgroup")
      for (const option of options.split(","))
        if (known.has(option) || option.startsWith("name=")) mounts.v1.set(option, point);
    // The private view hides what lay below the same point before it.
    if (type === "tmpfs" && mounts.v2?.startsWith(`${point}/`)) mounts.v2 = null;
  }
  return mounts;
}

export function detectCgroups(mountinfo: string): Cgroups {
  const { v1, v2 } = parseCgroupMounts(mountinfo);
  if (v1.size === 0 && v2 !== null) return cgroupsV2(v2);
  for (const needed of ["memory", "cpu", "cpuacct", "devices"])
    if (!v1.has(needed))
      throw new CratonError("host-lacks", { what: `the cgroup controller ${needed}`, why: "it is not mounted" });
  return v2 === null ? cgroupsV1(v1) : cgroupsHybrid(v1, v2);
}
