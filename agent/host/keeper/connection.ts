/** One connection to the keeper: a request goes out, frames come back until a last one. */
import { createConnection, type Socket } from "node:net";
import { CratonError } from "../../../lib/contract/errors.ts";
import { errorOf, keeperFailed } from "./errors.ts";
import { decodeFields, encodeFrame, encodeRequest, type Field, FrameCutter, frame } from "./wire.ts";

type Listener = {
  /** Any frame but ERROR. */
  frame(type: number, payload: Buffer): void;
  /** Once, when the connection is over: the error that ended it, or null when the keeper simply closed it. */
  end(error: CratonError | null): void;
};

export class Connection {
  readonly #socket: Socket;
  readonly #end: (why: CratonError | null) => void;
  #over = false;

  /** `command` names the request in errors. */
  constructor(path: string, command: string, operation: number, fields: readonly Field[], listener: Listener) {
    const cutter = new FrameCutter();
    let error: CratonError | null = null;
    let connected = false;
    const end = (why: CratonError | null) => {
      if (this.#over) return;
      this.#over = true;
      this.#socket.destroy();
      listener.end(why);
    };
    this.#end = end;
    this.#socket = createConnection({ path });
    this.#socket.on("connect", () => {
      connected = true;
    });
    this.#socket.on("data", (piece) => {
      try {
        for (const { type, payload } of cutter.push(piece)) {
          if (this.#over) return;
          if (type === frame.ERROR) error = errorOf(command, payload);
          else listener.frame(type, payload);
        }
      } catch (cause) {
        end(new CratonError("host-failed", { command, why: "the keeper's answer is not understood" }, { cause }));
      }
    });
    this.#socket.on("error", (cause: NodeJS.ErrnoException) => {
      // a courier that was killed; what the keeper had said before counts
      if (error || (connected && cause.code === "ECONNRESET")) return end(error);
      end(new CratonError("host-failed", { command, why: `keeper: ${cause.message}`, errno: cause.code }, { cause }));
    });
    this.#socket.on("close", () => end(error));
    try {
      this.#socket.write(encodeRequest(operation, fields));
    } catch (cause) {
      queueMicrotask(() => end(keeperFailed(command, cause instanceof Error ? cause.message : String(cause))));
    }
  }

  get over(): boolean {
    return this.#over;
  }
  send(type: number, payload: Buffer): void {
    if (!this.#over) this.#socket.write(encodeFrame(type, payload));
  }
  pause(): void {
    this.#socket.pause();
  }
  resume(): void {
    this.#socket.resume();
  }
  /** Ends it from this side; the keeper sees that and cleans up. The listener's `end` is called, with null. */
  close(): void {
    this.#end(null);
  }
  /** Whether this connection keeps the process alive. */
  hold(yes: boolean): void {
    if (yes) this.#socket.ref();
    else this.#socket.unref();
  }
}

/** A request whose answer is one VALUE, perhaps after CONTENT. */
export function ask(
  path: string,
  command: string,
  operation: number,
  fields: readonly Field[],
): Promise<{ values: Map<number, Buffer>; content: Buffer }> {
  return new Promise((resolve, reject) => {
    const content: Buffer[] = [];
    let values: Map<number, Buffer> | null = null;
    new Connection(path, command, operation, fields, {
      frame(type, payload) {
        if (type === frame.CONTENT) content.push(payload);
        else if (type === frame.VALUE) values = decodeFields(payload);
      },
      end(error) {
        if (values) resolve({ values, content: Buffer.concat(content) });
        else reject(error ?? keeperFailed(command, "the keeper closed the connection without an answer"));
      },
    });
  });
}
