/** The config.json of the pause process, which only holds the pod's namespaces and reaps its orphans. */
import type { SandboxSpec } from "../../host.ts";
import type { OciConfig, OciNamespace } from "./spec.ts";
import { deviceRules, maskedPaths, readonlyPaths, standardMounts } from "./standard.ts";

export type PausePlan = {
  spec: Pick<SandboxSpec, "hostname" | "net">;
  rootfs: string;
  cgroupsPath: string;
  /** The pinned network namespace; null with the host's network. */
  netns: string | null;
  oomScoreAdj: number;
};

export function pauseConfig(plan: PausePlan): OciConfig {
  const network: OciNamespace[] = plan.netns === null ? [] : [{ type: "network", path: plan.netns }];
  return {
    ociVersion: "1.0.2",
    process: {
      terminal: false,
      user: { uid: 65534, gid: 65534, additionalGids: [] },
      args: ["/pause", "-P"],
      env: [],
      cwd: "/",
      capabilities: { bounding: [], effective: [], permitted: [], inheritable: [], ambient: [] },
      noNewPrivileges: true,
      oomScoreAdj: plan.oomScoreAdj,
    },
    root: { path: plan.rootfs, readonly: true },
    hostname: plan.spec.hostname,
    mounts: standardMounts.filter(({ destination }) => destination === "/proc" || destination === "/dev"),
    linux: {
      cgroupsPath: plan.cgroupsPath,
      namespaces: [{ type: "pid" }, { type: "ipc" }, { type: "uts" }, { type: "mount" }, ...network],
      resources: { devices: deviceRules },
      maskedPaths,
      readonlyPaths,
    },
  };
}
