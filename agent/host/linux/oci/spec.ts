/** The part of the OCI runtime specification 1.0.2 that is used here (config.json). */

export type OciProcess = {
  terminal: boolean;
  consoleSize?: { height: number; width: number };
  user: { uid: number; gid: number; additionalGids: number[]; umask?: number };
  args: string[];
  env: string[];
  cwd: string;
  capabilities: Record<"bounding" | "effective" | "permitted" | "inheritable" | "ambient", string[]>;
  noNewPrivileges: boolean;
  oomScoreAdj: number;
};
export type OciMount = { destination: string; type: string; source: string; options: string[] };
export type OciNamespace = { type: "pid" | "network" | "ipc" | "uts" | "mount" | "cgroup"; path?: string };
export type OciDeviceRule = {
  allow: boolean;
  type?: "c" | "b";
  major?: number;
  minor?: number;
  access: string;
};
export type OciSyscall = {
  names: string[];
  action: string;
  errnoRet?: number;
  args?: { index: number; value: number; valueTwo?: number; op: string }[];
};
export type OciSeccomp = {
  defaultAction: string;
  defaultErrnoRet?: number;
  architectures: string[];
  syscalls: OciSyscall[];
};
export type OciConfig = {
  ociVersion: "1.0.2";
  process: OciProcess;
  root: { path: string; readonly: boolean };
  /** Only with a UTS namespace of its own. */
  hostname?: string;
  mounts: OciMount[];
  linux: {
    cgroupsPath: string;
    namespaces: OciNamespace[];
    resources: {
      devices: OciDeviceRule[];
      memory?: { limit: number; swap?: number };
      cpu?: { quota: number; period: number };
      pids?: { limit: number };
    };
    maskedPaths: string[];
    readonlyPaths: string[];
    seccomp?: OciSeccomp;
  };
  annotations?: Record<string, string>;
};
