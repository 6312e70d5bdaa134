/** The config.json of an app: pure, so that it can be printed and tested. */
import type { AppSpec } from "../../host.ts";
import type { OciConfig, OciMount, OciNamespace, OciProcess, OciSeccomp } from "./spec.ts";
import { cpuQuota, deviceRules, maskedPaths, mostProcesses, readonlyPaths, standardMounts } from "./standard.ts";

export type AppPlan = {
  spec: AppSpec;
  rootfs: string;
  /** /<root>/<uuid>/<app>. */
  cgroupsPath: string;
  /** What is left of the asked capabilities. */
  capabilities: string[];
  oomScoreAdj: number;
  /** Bind mounts that the host prepared, beside the standard ones: volumes, and files under /etc. */
  binds: OciMount[];
  filter: { seccomp: OciSeccomp | null; annotations: Record<string, string> };
  /** Memory and swap together are limited where the kernel counts swap. */
  swapLimit: boolean;
  /** The kernel can count processes. */
  pidsLimit: boolean;
};

export function appConfig(plan: AppPlan): OciConfig {
  const { spec } = plan;
  const covered = (path: string) => plan.binds.some((bind) => within(path, bind.destination));
  return {
    ociVersion: "1.0.2",
    process: appProcess(plan),
    root: { path: plan.rootfs, readonly: spec.readOnlyRoot },
    mounts: [...standardMounts.filter((mount) => !covered(mount.destination)), ...plan.binds],
    linux: {
      cgroupsPath: plan.cgroupsPath,
      namespaces: appNamespaces(spec),
      resources: {
        devices: deviceRules,
        ...(spec.limits.memory === null
          ? {}
          : { memory: { limit: spec.limits.memory, ...(plan.swapLimit ? { swap: spec.limits.memory } : {}) } }),
        ...(spec.limits.cpu === null ? {} : { cpu: cpuQuota(spec.limits.cpu) }),
        ...(plan.pidsLimit ? { pids: { limit: mostProcesses } } : {}),
      },
      maskedPaths,
      readonlyPaths,
      ...(plan.filter.seccomp ? { seccomp: plan.filter.seccomp } : {}),
    },
    annotations: plan.filter.annotations,
  };
}

/** Root gets what is in the bounding set; others get nothing until an executable's own capabilities give it. */
function appProcess(plan: AppPlan): OciProcess {
  const { spec, capabilities } = plan;
  const held = spec.uid === 0 ? capabilities : [];
  return {
    terminal: spec.tty,
    user: { uid: spec.uid, gid: spec.gid, additionalGids: spec.supplementaryGIDs },
    args: spec.args,
    env: spec.env,
    cwd: spec.cwd,
    capabilities: { bounding: capabilities, effective: held, permitted: held, inheritable: [], ambient: [] },
    noNewPrivileges: spec.noNewPrivileges,
    oomScoreAdj: plan.oomScoreAdj,
  };
}

/** The pod's namespaces are the pause's; only the mount and cgroup namespaces are the app's own. */
function appNamespaces(spec: AppSpec): OciNamespace[] {
  const of = (file: string) => `/proc/${spec.sandbox.pause.pid}/ns/${file}`;
  const shared: OciNamespace[] = [
    { type: "ipc", path: of("ipc") },
    { type: "uts", path: of("uts") },
    { type: "pid", path: of("pid") },
  ];
  if (spec.net !== "host") shared.push({ type: "network", path: of("net") });
  return [...shared, { type: "mount" }, { type: "cgroup" }];
}

/** Is `path` at or below `folder`? */
export function within(path: string, folder: string): boolean {
  const base = folder.replace(/\/+$/, "");
  return path === base || path.startsWith(`${base}/`);
}
