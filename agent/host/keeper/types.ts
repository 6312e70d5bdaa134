/** What the keeper is asked and what it answers, as plain values. The bytes are in wire.ts. */
import type { Stdio } from "../host.ts";

/** How a program is started: the environment is exactly `env`; nothing of the keeper's own is inherited. */
export type ExecRequest = {
  argv: string[];
  env: Record<string, string> | string[];
  cwd?: string;
  uid?: number;
  gid?: number;
  /**
   * The program outlives the connection. Without it, everything that it started gets SIGHUP, then SIGKILL after 2 s,
   * when the client goes away. Double-forking programs (conmon) need it.
   */
  detach?: boolean;
  /**
   * What ends the request besides the program's own end (grandchildren may hold pipes open, so EOF alone never does):
   * `exit` (default): the main child was reaped and what it wrote is delivered. `line`: also a whole line, or EOF, came from each
   * pipe that the child writes (conmon's sync pipe: its first process ends before it answers). `eof`: also EOF on each of them.
   */
  until?: "exit" | "line" | "eof";
};

export type RunRequest = ExecRequest & {
  /** Fed to stdin, which is then closed. Without it stdin is /dev/null. */
  stdin?: Buffer;
  /** Number of pipes that the child writes: its fds 3, 4, … in order. */
  writes?: number;
  /** Contents of pipes that the child reads: the fds after those it writes. Closed after the last byte. */
  reads?: Buffer[];
  /** After this the program is killed and the call fails. Default 60 s; 0 is no limit. */
  timeoutMs?: number;
  /** Cap of each of stdout, stderr and extra pipes, in bytes; more kills the program and fails. Default 8 MiB. */
  maxOutput?: number;
};
/** `code` is null when a signal ended it. `fds[i]` is what came from the child's fd `3 + i`. */
export type RunResult = {
  code: number | null;
  signal: number | null;
  stdout: Buffer;
  stderr: Buffer;
  fds: Buffer[];
};

export type StreamRequest = ExecRequest & {
  /** A controlling terminal of its own; stdout and stderr are then one (stream 1). */
  tty?: { columns: number; rows: number } | null;
  /**
   * With `tty`: the program makes the terminal and hands it over at this socket, which is made for it (an OCI runtime's
   * --console-socket). Its own stdio is /dev/null then.
   */
  console?: string;
  /** False: stdin is /dev/null. Default true. */
  stdin?: boolean;
  writes?: number;
  /** Number of pipes that the child reads. */
  reads?: number;
};

/** A running program or an attached container. `exit.code` is 128 + N after signal N. */
export interface KeeperStdio extends Stdio {
  /** Resolves with the pid once the program runs (exec succeeded) or the attach is connected (pid 0). */
  readonly started: Promise<{ pid: number }>;
  /** Data of the extra pipes that the child writes, by its fd number; null is EOF. */
  onFd(listener: (fd: number, data: Buffer | null) => void): void;
  writeFd(fd: number, data: Buffer): void;
  closeFd(fd: number): void;
  /** Signals the program's process group. */
  signal(signal: number): void;
  /** Bytes given to `write` that are not yet in the child's pipe; grows when the child does not read. */
  readonly buffered: number;
  /** Calls each time `buffered` falls to 0. */
  onDrain(listener: () => void): void;
}

/** Flags of mount(2), as in <sys/mount.h>. */
export const MS = {
  RDONLY: 1,
  NOSUID: 2,
  NODEV: 4,
  NOEXEC: 8,
  REMOUNT: 32,
  BIND: 4096,
  MOVE: 8192,
  REC: 16384,
  UNBINDABLE: 1 << 17,
  PRIVATE: 1 << 18,
  SLAVE: 1 << 19,
  SHARED: 1 << 20,
} as const;
export const MNT = { FORCE: 1, DETACH: 2, NOFOLLOW: 8 } as const;

/** One step of a mount batch. Paths are absolute in the keeper's mount namespace; `target` of a bind is resolved beneath `root`. */
export type MountOp =
  | { op: "mount"; source: string; target: string; fstype: string; flags?: number; data?: string }
  /** Nothing mounted there, or nothing there, is an error unless `ifMounted`. */
  | { op: "umount"; target: string; flags?: number; ifMounted?: boolean }
  /** No symlink anywhere in `source`; `target` may not leave `root` nor pass a symlink. Both exist. */
  | { op: "bind"; source: string; root: string; target: string; recursive?: boolean; readOnly?: boolean }
  /** `flags`: MS.PRIVATE, SLAVE, SHARED or UNBINDABLE, with MS.REC or not. */
  | { op: "propagation"; target: string; flags: number };

export type Pong = {
  pid: number;
  protocol: number;
  /** Inode of the keeper's mount namespace, as in /proc/PID/ns/mnt. */
  mountNamespace: bigint;
  /** What the namespace shows at /sys/fs/cgroup, and whether the keeper hid the cgroup2 part of a hybrid host. */
  cgroups: "v1" | "v1-view" | "hybrid" | "v2" | "none";
  /** Processes that the keeper adopted; requests under way and what they started are not among them. */
  children: number;
};

export type ReadResult = { data: Buffer; uid: number; gid: number; mode: number };

export type UnpackRequest = {
  blob: string;
  target: string;
  /** The confined reader's command line. It gets the blob as stdin and writes records to stdout. */
  reader: string[];
  /**
   * `refuse`: an entry that exists is a failure (ACI). `replace`: the later one wins (layers). `merge`: it wins over whole folders,
   * too (renderings). Directories merge in all three.
   */
  duplicates: "refuse" | "replace" | "merge";
  maxBytes: number;
  maxEntries: number;
  onProgress?: (bytesRead: number) => void;
  signal?: AbortSignal;
};
/** `summary`: the reader's own last record, passed through. `bytes`: sum of file sizes. */
export type UnpackDone = { bytes: number; entries: number; summary: Buffer };
