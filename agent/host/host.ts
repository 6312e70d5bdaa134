/**
 * The one interface to the kernel and its tools. `linux.ts` drives keeper, crun or runc, conmon, catatonit and the CNI
 * plugins; `fake.ts` acts in memory for `npm run dev` and tests. Both pass host.contract.ts. Files of the state folder are
 * ordinary files: the core reads and writes them itself, with any host.
 *
 * All methods reject with CratonError (`host-failed`, `host-lacks`, `no-space`, `network-failed`, `exec-failed`, …).
 * Removing what is not there is success. Paths are absolute.
 */

/** A process that can be told from a later one with the same pid: `start` is field 22 of /proc/PID/stat, in ticks. */
export type ProcessRef = { pid: number; start: string };

export type HostFacts = {
  bootId: string;
  os: string;
  kernel: string;
  arch: string;
  cgroups: "v1" | "hybrid" | "v2";
  runtime: { name: string; version: string };
  cpus: number;
  memory: number;
  notes: { level: "info" | "warning"; what: string; follows: string }[];
};

/** Limits: cores and bytes, null is none. */
export type Limits = { cpu: number | null; memory: number | null };

export type SandboxSpec = {
  uuid: string;
  /** The sandbox's own folder, made by the caller; the host keeps bundle, pid files and sockets below it. */
  dir: string;
  hostname: string;
  /** `none`: an own network namespace with loopback only. */
  net: "default" | "none" | "host";
  ports: { protocol: "tcp" | "udp"; hostIP: string; hostPort: number; podPort: number }[];
  limits: Limits;
};
export type Network = { name: string; interface: string; ip: string; gateway: string | null };
export type Sandbox = { pause: ProcessRef; networks: Network[] };

export type AppSpec = {
  /** `<uuid>.<app>`: unique on the host. */
  id: string;
  uuid: string;
  /** The app's own folder, made by the caller: bundle, exit file, sockets. */
  dir: string;
  /** Unpacked image trees, upper first; read only. The host overlays them on `dir`/rootfs. */
  lower: string[];
  args: string[];
  env: string[];
  cwd: string;
  uid: number;
  gid: number;
  supplementaryGIDs: number[];
  tty: boolean;
  stdin: boolean;
  /** The stdin ends with the first attached client that closes it or leaves. */
  stdinOnce?: boolean;
  /** Bounding set asked for, `CAP_…`; the host intersects it with its own and reports through `notes`. */
  capabilities: string[];
  noNewPrivileges: boolean;
  readOnlyRoot: boolean;
  /** Bind mounts, in order; sources exist. Symlinks in a host source are refused by `volumeSource` before. */
  mounts: { source: string; destination: string; readOnly: boolean; recursive: boolean }[];
  limits: Limits;
  hostname: string;
  net: "default" | "none" | "host";
  sandbox: Sandbox;
  /** CRI-format log, appended by the shim. */
  log: string;
};

/** `code` 0..255; `oom` when the kernel's OOM killer ended it. `at` is RFC 3339. */
export type ExitRecord = { code: number; oom: boolean; at: string };

/** A process's stdio. Streams: 1 stdout, 2 stderr (with a terminal all is 1). */
export interface Stdio {
  onData(listener: (stream: 1 | 2, data: Buffer) => void): void;
  /** Resolves once, after the last data: the exit code, or null for an attach that ended. Rejects when it could not start. */
  readonly exit: Promise<{ code: number | null }>;
  write(data: Buffer): void;
  /** Bytes written that the process has not taken yet, and a call each time they fall to 0; absent where nothing is held. */
  readonly buffered?: number;
  onDrain?(listener: () => void): void;
  closeStdin(): void;
  resize(columns: number, rows: number): void;
  pause(): void;
  resume(): void;
  /** Ends the session; an exec'd process gets SIGHUP, then SIGKILL; an attached app lives on. */
  close(): void;
}

export type ExecSpec = {
  app: AppSpec;
  args: string[];
  env: string[];
  cwd: string;
  tty: { columns: number; rows: number } | null;
};

/** Paths as bytes, one character a byte: `exact` are kept whatever they are, `folders` only while they are folders; null keeps all. */
export type Merge = { keep: { exact: string[]; folders: string[] } | null };

export type UnpackSpec = {
  /** The archive as fetched, compressed or not (plain, gzip, bzip2, xz, zstd): told by content. */
  blob: string;
  /** An empty folder that becomes the root of the tree. */
  target: string;
  /** `aci`: only `manifest` and `rootfs/…` are allowed and `rootfs/` is stripped; `layer`: an OCI layer, whiteouts become overlay whiteouts. */
  format: "aci" | "layer";
  maxBytes: number;
  maxEntries: number;
  /**
   * The target holds what earlier archives put there: what this one has takes the place of that, whatever it is (an ACI only). `keep`
   * names what is kept of the archive, null all.
   */
  merge?: Merge;
  onProgress?: (bytesRead: number) => void;
  /** Ends the child; the call rejects. */
  signal?: AbortSignal;
};
/** What of a layer is needed besides its tree to write it out again. Paths are bytes, one character a byte; values are base64. */
export type LayerMarks = {
  /** The archive has an entry for the root itself. */
  root: boolean;
  /** Folders that hide all that lower layers have in them. */
  opaque: string[];
  /** Folders with whiteouts in them. */
  hiding: string[];
  /** Hard links to what lower layers have; nothing stands at `path` in the tree. */
  borrowed: { path: string; target: string }[];
  /** A file with several names is here by each of them. */
  xattrs: { path: string; name: string; value: string }[];
};
/**
 * `tarDigest`: of the plain tar, `sha512:HEX` for ACIs, `sha256:HEX` for layers. `manifest`: the ACI's manifest file as text.
 * `marks` is null for ACIs.
 */
export type UnpackResult = {
  tarDigest: string;
  tarBytes: number;
  treeBytes: number;
  entries: number;
  /** Folders that the archive leaves out; they were made as root's, 0755. */
  implied: number;
  manifest: string | null;
  marks: LayerMarks | null;
};

/** What to look at in stacked trees. Paths are bytes, one character a byte. */
export type TreeWalk = {
  /** Upper first; read as overlaid when there are several. */
  lower: string[];
  /** Without slashes at its ends; "." is the root. No link is followed. */
  path: string;
  /** All that is below, or only what is in the folder itself. */
  deep: boolean;
  /** The content of files up to this size follows their entry; absent: of none. */
  content?: number;
  /** Past this many, entries of a shallow walk are only counted. */
  maxEntries?: number;
  signal?: AbortSignal;
};
/** `path` of a deep walk below "." is relative to the root. `link`: a symlink's target as it is, a hard link's first name. */
export type WalkEntry = {
  kind: "dir" | "file" | "symlink" | "hardlink" | "fifo" | "other";
  path: string;
  link: string;
  /** S_IFMT bits. */
  format: number;
  mode: number;
  uid: number;
  gid: number;
  /** How many names it has. */
  names: number;
  mtimeSec: number;
  mtimeNsec: number;
  /** Of files and hard links in bytes; of `other` the device number. */
  size: number;
  xattrs: { name: string; value: Buffer }[];
};
/** `data` belongs to the file of the entry before. */
export type WalkPiece = { entry: WalkEntry } | { data: Buffer };

export type CgroupUsage = { cpuSeconds: number; memory: number; pids: number };

export interface Host {
  facts(): Promise<HostFacts>;
  bootId(): Promise<string>;

  /**
   * Reads a file inside stacked trees (upper first) as openat2 RESOLVE_IN_ROOT does; null when absent or no regular file.
   * Never leaves them. A file above `maxBytes` is `too-large`.
   */
  readInRoot(
    lower: string[],
    path: string,
    maxBytes: number,
  ): Promise<{ data: Buffer; uid: number; gid: number } | null>;
  /**
   * What stands at a path of stacked trees and below it, always in the same order: folders before what is in them, names by their
   * bytes. Nothing when there is nothing. Answers how many entries there are, those that were only counted included.
   */
  walk(walk: TreeWalk): AsyncGenerator<WalkPiece, { entries: number }>;
  /** Checks a host volume's source without following a symlink anywhere (`volume-source`). Answers file or directory. */
  volumeSource(volume: string, source: string): Promise<"file" | "directory">;

  /** Unpacks in a confined, unprivileged child that has `target` as its root. */
  unpack(spec: UnpackSpec): Promise<UnpackResult>;
  /** Deletes a tree that the host may have mounts below or odd owners in; refuses paths outside the state folder. */
  removeTree(path: string): Promise<void>;

  /**
   * Network namespace, CNI, ports, pause process. Undoes itself when it fails. `conflict` when the uuid has one already,
   * `port-taken` for a host port of another pod or program.
   */
  createSandbox(spec: SandboxSpec): Promise<Sandbox>;
  /** Kills what is left in the sandbox, gives addresses and ports back, removes cgroups and mounts. Idempotent; works after a reboot. */
  removeSandbox(spec: Pick<SandboxSpec, "uuid" | "dir" | "net" | "ports">): Promise<void>;

  /**
   * Overlay, bundle, shim and runtime create; the app is not yet started. `notes`: what was clamped. Undoes itself when it
   * fails: `exec-failed` when the command cannot run (no file, no interpreter, no working directory), `conflict` for a known id.
   * The exit record is written before `shim` ends, and after `init` has: wait for the shim.
   */
  createApp(spec: AppSpec): Promise<{ init: ProcessRef; shim: ProcessRef; notes: string[] }>;
  startApp(id: string): Promise<void>;
  /** Signals the app's main process; an app that is gone is success. */
  signalApp(id: string, signal: "SIGTERM" | "SIGKILL" | "SIGHUP" | "SIGINT"): Promise<void>;
  /** What the shim wrote when the app ended; null while it runs, and when the shim died without a word. */
  exitOf(spec: Pick<AppSpec, "id" | "dir">): Promise<ExitRecord | null>;
  /**
   * Runtime state, mount, cgroup; what the app wrote in its root stays in `dir` until that is removed. Idempotent; works after a
   * reboot and on an app that still runs (kills it).
   */
  removeApp(spec: Pick<AppSpec, "id" | "uuid" | "dir">): Promise<void>;

  exec(spec: ExecSpec): Promise<Stdio>;
  attach(spec: Pick<AppSpec, "id" | "dir" | "tty">): Promise<Stdio>;
  /** The shim opens its log anew (after the caller renamed the file). */
  reopenLog(spec: Pick<AppSpec, "id" | "dir">): Promise<void>;

  alive(ref: ProcessRef): Promise<boolean>;
  /** Calls once when the process ends, also when it has ended already. The answer cancels. No polling. */
  onExit(ref: ProcessRef, ended: () => void): () => void;

  /** null when the cgroup is gone. */
  appUsage(spec: Pick<AppSpec, "id" | "uuid">): Promise<CgroupUsage | null>;
  sandboxUsage(uuid: string): Promise<CgroupUsage | null>;
  nodeUsage(): Promise<{ cpuSeconds: number; memory: number; load1: number | null }>;

  /** Sandboxes and apps that the host still holds anything for (mounts, cgroups, runtime state), for recovery. */
  leftovers(): Promise<{ uuids: string[]; apps: string[] }>;
  close(): Promise<void>;
}
