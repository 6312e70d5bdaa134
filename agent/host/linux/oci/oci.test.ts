import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { AppSpec } from "../../host.ts";
import { appConfig, within } from "./app.ts";
import { pauseConfig } from "./pause.ts";
import { atLeast, readProfile, type SeccompProfile, seccompFor } from "./seccomp.ts";
import { cpuQuota } from "./standard.ts";

const spec: AppSpec = {
  ...{ id: "u.app", uuid: "u", dir: "/d", lower: ["/t"], args: ["/a"], env: ["A=b"], cwd: "/w", uid: 0, gid: 3 },
  ...{ supplementaryGIDs: [4], tty: false, stdin: false, capabilities: [], noNewPrivileges: true, readOnlyRoot: true },
  ...{ mounts: [], limits: { cpu: null, memory: null }, hostname: "h", net: "default", log: "/l" },
  sandbox: { pause: { pid: 77, start: "1" }, networks: [] },
};
const plan = { spec, rootfs: "/r", cgroupsPath: "/c/u/app", capabilities: ["CAP_KILL"], oomScoreAdj: 0, binds: [] };
const rest = { filter: { seccomp: null, annotations: {} }, swapLimit: true, pidsLimit: true };

describe("an app's configuration", () => {
  it("joins the pause's namespaces and has a mount namespace of its own", () => {
    const { namespaces } = appConfig({ ...plan, ...rest }).linux;
    expect(namespaces).toEqual([
      { type: "ipc", path: "/proc/77/ns/ipc" },
      { type: "uts", path: "/proc/77/ns/uts" },
      { type: "pid", path: "/proc/77/ns/pid" },
      { type: "network", path: "/proc/77/ns/net" },
      { type: "mount" },
      { type: "cgroup" },
    ]);
    const host = appConfig({ ...plan, ...rest, spec: { ...spec, net: "host" } });
    expect(host.linux.namespaces.map(({ type }) => type)).not.toContain("network");
  });
  it("gives root what is in the bounding set, and others nothing of it", () => {
    expect(appConfig({ ...plan, ...rest }).process.capabilities).toEqual({
      ...{ bounding: ["CAP_KILL"], effective: ["CAP_KILL"], permitted: ["CAP_KILL"], inheritable: [], ambient: [] },
    });
    expect(appConfig({ ...plan, ...rest, spec: { ...spec, uid: 5 } }).process.capabilities).toEqual({
      ...{ bounding: ["CAP_KILL"], effective: [], permitted: [], inheritable: [], ambient: [] },
    });
  });
  it("limits memory with swap only where the kernel can, and nothing that was not asked", () => {
    const limits = { cpu: 0.5, memory: 100 };
    const resources = (swapLimit: boolean) =>
      appConfig({ ...plan, ...rest, swapLimit, spec: { ...spec, limits } }).linux.resources;
    expect(resources(true)).toMatchObject({
      memory: { limit: 100, swap: 100 },
      cpu: { quota: 50_000, period: 100_000 },
    });
    expect(resources(false).memory).toEqual({ limit: 100 });
    expect(appConfig({ ...plan, ...rest }).linux.resources).not.toHaveProperty("memory");
  });
  it("limits the number of processes wherever the kernel can count them", () => {
    expect(appConfig({ ...plan, ...rest }).linux.resources).toMatchObject({ pids: { limit: 4096 } });
    expect(appConfig({ ...plan, ...rest, pidsLimit: false }).linux.resources).not.toHaveProperty("pids");
  });
  it("denies devices first", () => {
    expect(appConfig({ ...plan, ...rest }).linux.resources.devices[0]).toEqual({ allow: false, access: "rwm" });
  });
  it("leaves out a standard mount that a volume covers", () => {
    const bind = { source: "/s", destination: "/dev/shm", type: "bind", options: ["rbind"] };
    const { mounts } = appConfig({ ...plan, ...rest, binds: [bind] });
    expect(mounts.filter(({ destination }) => destination === "/dev/shm")).toEqual([bind]);
    expect(mounts.some(({ destination }) => destination === "/dev")).toBe(true);
  });
  it("knows what is below a folder", () => {
    expect(within("/etc/hosts", "/etc")).toBe(true);
    expect(within("/etc", "/etc/")).toBe(true);
    expect(within("/etcetera", "/etc")).toBe(false);
  });
  it("never asks for a quota that the kernel refuses", () => {
    expect(cpuQuota(0.001)).toEqual({ quota: 1000, period: 100_000 });
    expect(cpuQuota(3)).toEqual({ quota: 300_000, period: 100_000 });
  });
});

describe("the pause's configuration", () => {
  it("holds no right at all", () => {
    const pause = pauseConfig({
      ...{ spec: { hostname: "h", net: "none" }, rootfs: "/p", cgroupsPath: "/c", netns: "/n", oomScoreAdj: 0 },
    });
    expect(Object.values(pause.process.capabilities).flat()).toEqual([]);
    expect(pause.process.noNewPrivileges).toBe(true);
    expect(pause.root.readonly).toBe(true);
    expect(pause.linux.namespaces).toContainEqual({ type: "network", path: "/n" });
    const host = pauseConfig({
      spec: { hostname: "h", net: "host" },
      rootfs: "/p",
      cgroupsPath: "/c",
      netns: null,
      oomScoreAdj: 0,
    });
    expect(host.linux.namespaces.some(({ type }) => type === "network")).toBe(false);
  });
});

describe("the system call filter", () => {
  const machine = { arch: "amd64" as const, kernel: "6.1.0" };
  const rule = (names: string[], more = {}) => ({ names, action: "SCMP_ACT_ALLOW", ...more });
  const profile: SeccompProfile = {
    defaultAction: "SCMP_ACT_ERRNO",
    defaultErrnoRet: 38,
    archMap: [{ architecture: "SCMP_ARCH_X86_64", subArchitectures: ["SCMP_ARCH_X86"] }],
    syscalls: [
      rule(["read", "clone", "clone3", "unshare"]),
      rule(["arm_only"], { includes: { arches: ["arm64"] } }),
      rule(["chroot"], { includes: { caps: ["CAP_SYS_CHROOT"] } }),
      { names: ["chroot"], action: "SCMP_ACT_ERRNO", errnoRet: 1, excludes: { caps: ["CAP_SYS_CHROOT"] } },
      rule(["new_call"], { includes: { minKernel: "6.2" } }),
      rule(["personality"], { args: [{ index: 0, value: 8, op: "SCMP_CMP_EQ" }] }),
    ],
  };
  const names = (capabilities: string[], action: string) =>
    seccompFor(profile, capabilities, machine)
      .syscalls.filter((one) => one.action === action)
      .flatMap((one) => one.names);

  it("follows conditions on architecture, kernel and capabilities", () => {
    expect(names(["CAP_SYS_CHROOT", "CAP_SYS_ADMIN"], "SCMP_ACT_ALLOW")).toEqual([
      ...["read", "clone", "clone3", "unshare", "chroot", "personality"],
    ]);
    expect(names(["CAP_SYS_ADMIN"], "SCMP_ACT_ERRNO")).toEqual(["chroot"]);
    expect(seccompFor(profile, [], machine).architectures).toEqual(["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"]);
  });
  it("lets only CAP_SYS_ADMIN make namespaces", () => {
    const { syscalls } = seccompFor(profile, [], machine);
    expect(syscalls.filter((one) => one.names.includes("clone"))).toEqual([
      rule(["clone"], { args: [{ index: 0, value: 0x7e020000, valueTwo: 0, op: "SCMP_CMP_MASKED_EQ" }] }),
    ]);
    expect(names([], "SCMP_ACT_ERRNO")).toEqual(expect.arrayContaining(["unshare", "mount", "setns", "clone3"]));
    expect(names([], "SCMP_ACT_ALLOW")).not.toContain("unshare");
  });
  it("compares kernels by number", () => {
    expect(atLeast("6.18.44-fc", "6.2")).toBe(true);
    expect(atLeast("5.10", "5.11")).toBe(false);
    expect(atLeast("5.11", "5.11")).toBe(true);
  });
  it.runIf(existsSync("/usr/share/containers/seccomp.json"))("reads the profile of Debian", () => {
    const real = readProfile("/usr/share/containers/seccomp.json");
    expect(real).not.toBeNull();
    if (real) expect(seccompFor(real, [], machine).syscalls.length).toBeGreaterThan(10);
    expect(readProfile("/etc/passwd")).toBeNull();
    expect(readProfile("/nowhere")).toBeNull();
  });
});
