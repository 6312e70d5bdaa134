/** The three layouts on folders that stand in for the kernel's: files are where it has them, limits are what was written. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { detectCgroups, parseCgroupMounts } from "./detect.ts";
import { cgroupsHybrid } from "./hybrid.ts";
import { cgroupsV1 } from "./v1.ts";
import { cgroupsV2 } from "./v2.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "craton-cgroup-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const put = (files: Record<string, string>) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  }
};
const text = (path: string) => readFileSync(join(root, path), "utf8");

describe("v2", () => {
  beforeEach(() => {
    put({
      "cgroup.controllers": "cpuset cpu io memory pids\n",
      "craton/cgroup.controllers": "cpu memory pids\n",
      "craton/pod/memory.swap.max": "max",
    });
  });

  it("hands controllers down and sets limits where they count for all below", () => {
    cgroupsV2(root).create("/craton/pod", { cpu: 0.25, memory: 1024 });
    expect(text("cgroup.subtree_control")).toBe("+cpu +memory +pids");
    expect(text("craton/cgroup.subtree_control")).toBe("+cpu +memory +pids");
    expect(text("craton/pod/memory.max")).toBe("1024");
    expect(text("craton/pod/memory.swap.max")).toBe("0");
    expect(text("craton/pod/cpu.max")).toBe("25000 100000");
  });

  it("leaves a pod without limits unlimited", () => {
    cgroupsV2(root).create("/craton/other", { cpu: null, memory: null });
    expect(existsSync(join(root, "craton/other/memory.max"))).toBe(false);
    expect(existsSync(join(root, "craton/other/cpu.max"))).toBe(false);
  });

  it("reads use, leaving out the cache that can go", () => {
    put({
      "craton/pod/app/cpu.stat": "usage_usec 2500000\nuser_usec 1\n",
      "craton/pod/app/memory.current": "5000\n",
      "craton/pod/app/memory.stat": "anon 1\ninactive_file 2000\nactive_file 7\n",
      "craton/pod/app/pids.current": "3\n",
      "craton/pod/app/memory.events": "low 0\noom 2\noom_kill 1\n",
      "craton/pod/app/cgroup.procs": "11\n12\n",
      "craton/pod/app/sub/cgroup.procs": "13\n",
    });
    const cgroups = cgroupsV2(root);
    expect(cgroups.usage("/craton/pod/app")).toEqual({ cpuSeconds: 2.5, memory: 3000, pids: 3 });
    expect(cgroups.oomKills("/craton/pod/app")).toBe(1);
    expect(cgroups.processes("/craton/pod")).toEqual([11, 12, 13]);
    expect(cgroups.children("/craton/pod")).toEqual(["app"]);
    expect(cgroups.usage("/craton/gone")).toBeNull();
    expect(cgroups.oomKills("/craton/gone")).toBeNull();
    expect(cgroups.processes("/craton/gone")).toEqual([]);
  });
});

describe("v1", () => {
  const mounts = () =>
    new Map([
      ["cpu", join(root, "cpu,cpuacct")],
      ["cpuacct", join(root, "cpu,cpuacct")],
      ["memory", join(root, "memory")],
      ["pids", join(root, "pids")],
    ]);

  it("limits memory together with swap where the kernel counts it", () => {
    put({ "memory/memory.memsw.limit_in_bytes": "", "cpu,cpuacct/x": "" });
    const cgroups = cgroupsV1(mounts());
    expect(cgroups.swapLimit).toBe(true);
    cgroups.create("/craton/pod", { cpu: 2, memory: 4096 });
    expect(text("memory/craton/pod/memory.limit_in_bytes")).toBe("4096");
    expect(text("memory/craton/pod/memory.memsw.limit_in_bytes")).toBe("4096");
    expect(text("cpu,cpuacct/craton/pod/cpu.cfs_quota_us")).toBe("200000");
    expect(text("cpu,cpuacct/craton/pod/cpu.cfs_period_us")).toBe("100000");
  });

  it("does without swap where the kernel does not count it", () => {
    put({ "memory/memory.limit_in_bytes": "" });
    const cgroups = cgroupsV1(mounts());
    expect(cgroups.swapLimit).toBe(false);
    cgroups.create("/craton/pod", { cpu: null, memory: 4096 });
    expect(existsSync(join(root, "memory/craton/pod/memory.memsw.limit_in_bytes"))).toBe(false);
    expect(existsSync(join(root, "cpu,cpuacct/craton"))).toBe(false);
  });

  it("reads use from three trees, and counts processes where there is no pids controller", () => {
    put({
      "cpu,cpuacct/craton/pod/cpuacct.usage": "1500000000\n",
      "memory/craton/pod/memory.usage_in_bytes": "900\n",
      "memory/craton/pod/memory.stat": "cache 1\ntotal_inactive_file 1000\n",
      "memory/craton/pod/cgroup.procs": "4\n5\n",
      "memory/craton/pod/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n",
    });
    const cgroups = cgroupsV1(mounts());
    expect(cgroups.usage("/craton/pod")).toEqual({ cpuSeconds: 1.5, memory: 0, pids: 2 });
    expect(cgroups.oomKills("/craton/pod")).toBe(3);
    expect(cgroups.usage("/craton/other")).toBeNull();
  });

  it("removes a cgroup in every tree, and says which is still busy", () => {
    for (const tree of ["cpu,cpuacct", "memory", "pids"])
      mkdirSync(join(root, tree, "craton/pod/app"), { recursive: true });
    const cgroups = cgroupsV1(mounts());
    cgroups.remove("/craton/pod");
    cgroups.remove("/craton/pod");
    expect(cgroups.children("/craton")).toEqual([]);
    put({ "pids/craton/pod/busy": "" });
    expect(() => cgroups.remove("/craton/pod")).toThrow(/pids\/craton\/pod/);
  });

  it("removes what a runtime made in an unhidden cgroup2 tree of a hybrid host", () => {
    for (const tree of ["memory", "unified"]) mkdirSync(join(root, tree, "craton/pod"), { recursive: true });
    cgroupsHybrid(mounts(), join(root, "unified")).remove("/craton/pod");
    expect(existsSync(join(root, "memory/craton/pod"))).toBe(false);
    expect(existsSync(join(root, "unified/craton/pod"))).toBe(false);
  });
});

describe("detection", () => {
  const line = (point: string, type: string, options: string) =>
    `31 23 0:28 / ${point} rw,relatime - ${type} ${type} rw,${options}`;
  const v1 = ["cpu", "cpuacct", "memory", "devices", "pids"].map((name) =>
    line(`/sys/fs/cgroup/${name}`, "cgroup", name),
  );
  const tmpfs = line("/sys/fs/cgroup", "tmpfs", "mode=755");
  const unified = line("/sys/fs/cgroup/unified", "cgroup2", "nsdelegate");

  it("tells the layouts apart", () => {
    expect(detectCgroups(line("/sys/fs/cgroup", "cgroup2", "nsdelegate")).kind).toBe("v2");
    expect(detectCgroups([tmpfs, ...v1].join("\n")).kind).toBe("v1");
    expect(detectCgroups([tmpfs, ...v1, unified].join("\n")).kind).toBe("hybrid");
  });
  it("sees a hybrid host as v1 behind the keeper's view", () => {
    expect(detectCgroups([tmpfs, ...v1, unified, tmpfs, ...v1].join("\n")).kind).toBe("v1");
  });
  it("knows controllers that are mounted together, and named hierarchies", () => {
    const { v1: found } = parseCgroupMounts(
      [line("/c/cpu,cpuacct", "cgroup", "cpu,cpuacct"), line("/c/systemd", "cgroup", "xattr,name=systemd")].join("\n"),
    );
    expect([...found]).toEqual([
      ["cpu", "/c/cpu,cpuacct"],
      ["cpuacct", "/c/cpu,cpuacct"],
      ["name=systemd", "/c/systemd"],
    ]);
  });
  it("names a controller that is missing", () => {
    expect(() => detectCgroups([tmpfs, ...v1.filter((l) => !l.includes("memory"))].join("\n"))).toThrow(/memory/);
  });
});
