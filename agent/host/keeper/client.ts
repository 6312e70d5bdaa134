/**
 * The client of the keeper: one connection a request. All methods reject with CratonError `host-failed` whose facts name the
 * command and the kernel's error (`errno` is its symbol, as `ENOENT`).
 */
import { CratonError } from "../../../lib/contract/errors.ts";
import type { ProcessRef } from "../host.ts";
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

const notYet = () => new CratonError("host-failed", { command: "keeper", why: "not built" });

export class Keeper {
  readonly socketPath: string;
  constructor(socketPath: string) {
    this.socketPath = socketPath;
  }

  async ping(): Promise<Pong> {
    throw notYet();
  }

  /** Starts a program and collects what it writes. A non-zero exit is an answer, not an error. */
  async run(_request: RunRequest): Promise<RunResult> {
    throw notYet();
  }

  /** Starts a program with live stdio. Failure to start rejects `started` and `exit`. */
  stream(_request: StreamRequest): KeeperStdio {
    throw notYet();
  }

  /** All or nothing: the first failure undoes the mounts before it in reverse order (not unmounts) and names its index. */
  async mounts(_ops: MountOp[]): Promise<void> {
    throw notYet();
  }

  /** A new network namespace with loopback up, bound on a new file. `errno` EEXIST when the path exists. */
  async netnsCreate(_path: string): Promise<void> {
    throw notYet();
  }
  /** Idempotent. */
  async netnsDelete(_path: string): Promise<void> {
    throw notYet();
  }

  /**
   * Calls `ended` once when the process has ended, also when it is gone already or its pid is another's by now.
   * All watches share one connection, which is made again when it breaks. The answer cancels.
   */
  watch(_ref: ProcessRef, _ended: () => void): () => void {
    throw notYet();
  }

  /** Connects to the attach socket of the conmon whose bundle folder this is (`folder`/attach, `folder`/ctl). */
  attach(_folder: string): KeeperStdio {
    throw notYet();
  }
  /** conmon opens its log file anew. */
  async reopenLog(_folder: string): Promise<void> {
    throw notYet();
  }

  /** A regular file in the overlay of these trees, upper first; null when there is none. Never leaves the trees. `errno` EFBIG above `max`. */
  async readInRoot(_roots: string[], _path: string, _max: number): Promise<ReadResult | null> {
    throw notYet();
  }
  /** What stands at a host path that no symlink leads through (`errno` ELOOP when one does). */
  async statNoFollow(_path: string): Promise<"file" | "directory" | "other"> {
    throw notYet();
  }

  /** Rejects with `bad-archive` (the entry and why) when the records break a rule, `no-space` when the disk is full. */
  async unpack(_request: UnpackRequest): Promise<UnpackDone> {
    throw notYet();
  }

  /** The keeper ends itself as soon as nothing is left that it looks after. */
  async retire(): Promise<void> {
    throw notYet();
  }
  /** Takes `retire` back. */
  async keep(): Promise<void> {
    throw notYet();
  }

  /** Ends the watch connection. The keeper runs on. */
  close(): void {}
}
