/** All watches of processes over one connection, which is made anew when it breaks. */
import type { ProcessRef } from "../host.ts";
import { Connection } from "./connection.ts";
import { command, frame, op, u32, u64 } from "./wire.ts";

type Watch = { ref: ProcessRef; ended: () => void };

const firstRetryMs = 50;
const lastRetryMs = 2000;

export class Watches {
  readonly #path: string;
  readonly #watches = new Map<bigint, Watch>();
  #next = 1n;
  #connection: Connection | null = null;
  #retryMs = firstRetryMs;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Calls `ended` once; never before this returns. */
  add(ref: ProcessRef, ended: () => void): () => void {
    const cookie = this.#next++;
    this.#watches.set(cookie, { ref, ended });
    if (this.#connection) {
      this.#connection.hold(true);
      this.#send(cookie, ref);
    } else if (!this.#timer) this.#connect();
    return () => {
      if (!this.#watches.delete(cookie)) return;
      this.#connection?.send(command.UNWATCH, u64(cookie));
      this.#rest();
    };
  }

  close(): void {
    this.#closed = true;
    this.#watches.clear();
    if (this.#timer) clearTimeout(this.#timer);
    this.#connection?.close();
  }

  #send(cookie: bigint, ref: ProcessRef): void {
    this.#connection?.send(command.WATCH, Buffer.concat([u64(cookie), u32(ref.pid), u64(BigInt(ref.start))]));
  }

  /** An empty connection stays for the next watch, but keeps no process alive. */
  #rest(): void {
    if (this.#watches.size === 0) this.#connection?.hold(false);
  }

  #connect(): void {
    this.#timer = null;
    if (this.#closed || this.#watches.size === 0) return;
    this.#connection = new Connection(this.#path, "watch", op.WATCH, [], {
      frame: (type, payload) => {
        if (type === frame.STARTED) this.#retryMs = firstRetryMs;
        if (type !== frame.ENDED) return;
        const cookie = payload.readBigUInt64LE(0);
        const watch = this.#watches.get(cookie);
        this.#watches.delete(cookie);
        watch?.ended();
        this.#rest();
      },
      end: () => {
        this.#connection = null;
        if (this.#closed || this.#watches.size === 0) return;
        this.#timer = setTimeout(() => this.#connect(), this.#retryMs);
        this.#retryMs = Math.min(this.#retryMs * 2, lastRetryMs);
      },
    });
    for (const [cookie, { ref }] of this.#watches) this.#send(cookie, ref);
  }
}
