/**
 * The client of the keeper: one connection a request. All methods reject with CratonError `host-failed` whose facts name the
 * command and the kernel's error (`errno` is its symbol, as `ENOENT`).
 */
import type { ProcessRef, TreeWalk } from "../host.ts";
import { ask } from "./connection.ts";
import { keeperFailed } from "./errors.ts";
import { runToEnd, startStream } from "./exec.ts";
import { mountFields } from "./mounts.ts";
import { Session } from "./session.ts";
import type {
  KeeperStdio,
  MountOp,
  Pong,
  ReadResult,
  RunRequest,
  RunResult,
  StreamRequest,
  UnpackDone,
  UnpackRequest,
} from "./types.ts";
import { unpackBlob } from "./unpack.ts";
import { walkTrees } from "./walk.ts";
import { Watches } from "./watch.ts";
import { type Field, field, op, u64 } from "./wire.ts";

const kinds = { f: "file", d: "directory", o: "other" } as const;

export class Keeper {
  readonly socketPath: string;
  readonly #watches: Watches;
  constructor(socketPath: string) {
    this.socketPath = socketPath;
    this.#watches = new Watches(socketPath);
  }

  async ping(): Promise<Pong> {
    const values = await this.#ask("ping", op.PING);
    return {
      pid: need(values, field.PID).readUInt32LE(0),
      protocol: need(values, field.PROTO).readUInt32LE(0),
      mountNamespace: need(values, field.MNTNS).readBigUInt64LE(0),
      cgroups: need(values, field.VIEW).toString() as Pong["cgroups"],
      children: need(values, field.CHILDREN).readUInt32LE(0),
    };
  }

  /** Starts a program and collects what it writes. A non-zero exit is an answer, not an error. */
  run(request: RunRequest): Promise<RunResult> {
    return runToEnd(this.socketPath, request);
  }

  /** Starts a program with live stdio. Failure to start rejects `started` and `exit`. */
  stream(request: StreamRequest): KeeperStdio {
    return startStream(this.socketPath, request);
  }

  /** All or nothing: the first failure undoes the mounts before it in reverse order (not unmounts) and names its index. */
  async mounts(ops: MountOp[]): Promise<void> {
    await this.#ask(`mounts ${ops.map((o) => `${o.op} ${o.target}`).join(", ")}`, op.MOUNT, mountFields(ops));
  }

  /** A new network namespace with loopback up, bound on a new file. `errno` EEXIST when the path exists. */
  async netnsCreate(path: string): Promise<void> {
    await this.#ask(`create network namespace ${path}`, op.NETNS_CREATE, [[field.PATH, path]]);
  }
  /** Idempotent. */
  async netnsDelete(path: string): Promise<void> {
    await this.#ask(`delete network namespace ${path}`, op.NETNS_DELETE, [[field.PATH, path]]);
  }

  /**
   * Calls `ended` once when the process has ended, also when it is gone already or its pid is another's by now.
   * All watches share one connection, which is made again when it breaks. The answer cancels.
   */
  watch(ref: ProcessRef, ended: () => void): () => void {
    return this.#watches.add(ref, ended);
  }

  /**
   * Connects to the attach socket of the conmon whose bundle folder this is (`folder`/attach, `folder`/ctl). conmon would stop
   * the app for a client that does not read, so the keeper reads on while this side is paused, and ends the session (`errno`
   * EOVERFLOW) when it is 1 MiB behind.
   */
  attach(folder: string): KeeperStdio {
    return new Session(this.socketPath, `attach ${folder}`, op.ATTACH, [[field.PATH, folder]]);
  }
  /** conmon opens its log file anew. `errno` ENXIO or ENOENT when that conmon has ended. */
  async reopenLog(folder: string): Promise<void> {
    await this.#ask(`reopen the log of ${folder}`, op.REOPEN, [[field.PATH, folder]]);
  }

  /** A regular file in the overlay of these trees, upper first; null when there is none. Never leaves the trees. `errno` EFBIG above `max`. */
  async readInRoot(roots: string[], path: string, max: number): Promise<ReadResult | null> {
    const fields: Field[] = [
      ...roots.map((root): Field => [field.ROOT, root]),
      [field.PATH, path],
      [field.MAX, u64(max)],
    ];
    const { values, content } = await ask(this.socketPath, `read ${path} in ${roots[0]}`, op.READ, fields);
    if (!values.has(field.UID)) return null;
    const [uid, gid, mode] = [field.UID, field.GID, field.MODE].map((tag) => need(values, tag).readUInt32LE(0));
    return { data: content, uid: uid ?? 0, gid: gid ?? 0, mode: mode ?? 0 };
  }
  /** Rejects with `host-failed` (`errno` EIO and the like) at what cannot be read. */
  walk(walk: TreeWalk) {
    return walkTrees(this.socketPath, walk);
  }
  /** What stands at a host path that no symlink leads through (`errno` ELOOP when one does). */
  async statNoFollow(path: string): Promise<"file" | "directory" | "other"> {
    const values = await this.#ask(`stat ${path}`, op.STAT, [[field.PATH, path]]);
    return kinds[need(values, field.KIND).toString() as keyof typeof kinds];
  }

  /**
   * Rejects with `bad-archive` (the entry and why) when the records break a rule, `no-space` when the disk is full, and
   * ReaderFailure (errors.ts) with the reader's own FAIL record when it gave one. Aborting kills both children.
   * A failure leaves what was written so far in `target`.
   */
  unpack(request: UnpackRequest): Promise<UnpackDone> {
    return unpackBlob(this.socketPath, request);
  }

  /** The keeper ends itself as soon as nothing is left that it looks after. */
  async retire(): Promise<void> {
    await this.#ask("retire", op.RETIRE);
  }
  /** Takes `retire` back. */
  async keep(): Promise<void> {
    await this.#ask("keep", op.KEEP);
  }

  /** Ends the watch connection; watches are forgotten. The keeper runs on. */
  close(): void {
    this.#watches.close();
  }

  async #ask(command: string, operation: number, fields: Field[] = []): Promise<Map<number, Buffer>> {
    return (await ask(this.socketPath, command, operation, fields)).values;
  }
}

function need(values: Map<number, Buffer>, tag: number): Buffer {
  const value = values.get(tag);
  if (!value) throw keeperFailed("keeper", `its answer lacks field ${tag}`);
  return value;
}
