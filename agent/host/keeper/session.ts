/** Live stdio of EXEC and ATTACH. */
import { Connection } from "./connection.ts";
import { keeperFailed } from "./errors.ts";
import { Input } from "./input.ts";
import type { KeeperStdio } from "./types.ts";
import { command, type Field, frame, size, u8 } from "./wire.ts";

type Exit = { code: number | null };

/** What ended it in the kernel's terms: one is set; both are null when an attach ended or `close` was called. */
export type Ending = { code: number | null; signal: number | null };

export class Session implements KeeperStdio {
  readonly started: Promise<{ pid: number }>;
  readonly exit: Promise<Exit>;
  /** As `exit`, with the signal told apart. */
  readonly ending: Promise<Ending>;
  readonly #connection: Connection;
  readonly #inputs = new Map<number, Input>();
  readonly #data: ((stream: 1 | 2, data: Buffer) => void)[] = [];
  readonly #extra: ((fd: number, data: Buffer | null) => void)[] = [];
  readonly #drain: (() => void)[] = [];
  #closed = false;

  constructor(path: string, name: string, operation: number, fields: readonly Field[]) {
    const started = Promise.withResolvers<{ pid: number }>();
    const ending = Promise.withResolvers<Ending>();
    let result: Ending | null = null;
    this.started = started.promise;
    this.ending = ending.promise;
    this.exit = this.ending.then(({ code, signal }) => ({ code: signal === null ? code : 128 + signal }));
    for (const promise of [this.started, this.ending, this.exit]) promise.catch(() => {}); // each is optional to listen to
    this.#connection = new Connection(path, name, operation, fields, {
      frame: (type, payload) => {
        if (type === frame.STARTED) started.resolve({ pid: payload.readUInt32LE(0) });
        else if (type === frame.STDOUT || type === frame.STDERR)
          for (const listener of this.#data) listener(type === frame.STDOUT ? 1 : 2, payload);
        else if (type === frame.FD)
          for (const listener of this.#extra) listener(payload.readUInt8(0), payload.subarray(1));
        else if (type === frame.FD_EOF) for (const listener of this.#extra) listener(payload.readUInt8(0), null);
        else if (type === frame.CREDIT) this.#credit(payload.readUInt8(0), payload.readUInt32LE(1));
        else if (type === frame.EXITED) {
          const [code, signal] = [payload.readInt32LE(0), payload.readInt32LE(4)];
          result = { code: code < 0 ? null : code, signal: signal || null };
          this.onExited(result);
        } else if (type === frame.VALUE) result = { code: null, signal: null };
      },
      end: (error) => {
        const why = error ?? keeperFailed(name, "the keeper closed the connection");
        started.reject(why);
        if (result || this.#closed) ending.resolve(result ?? { code: null, signal: null });
        else ending.reject(why);
      },
    });
  }

  /** The main child has ended and its own output is delivered; extra pipes may still give. */
  onExited: (ending: Ending) => void = () => {};

  onData(listener: (stream: 1 | 2, data: Buffer) => void): void {
    this.#data.push(listener);
  }
  onFd(listener: (fd: number, data: Buffer | null) => void): void {
    this.#extra.push(listener);
  }
  onDrain(listener: () => void): void {
    this.#drain.push(listener);
  }
  get buffered(): number {
    return this.#inputs.get(0)?.buffered ?? 0;
  }
  write(data: Buffer): void {
    this.writeFd(0, data);
  }
  closeStdin(): void {
    this.closeFd(0);
  }
  writeFd(fd: number, data: Buffer): void {
    this.#input(fd).write(data);
  }
  closeFd(fd: number): void {
    this.#input(fd).close();
  }
  resize(columns: number, rows: number): void {
    this.#connection.send(command.RESIZE, size(columns, rows));
  }
  signal(signal: number): void {
    this.#connection.send(command.SIGNAL, u8(signal));
  }
  pause(): void {
    this.#connection.pause();
  }
  resume(): void {
    this.#connection.resume();
  }
  close(): void {
    this.#closed = true;
    this.#connection.close();
  }

  #input(fd: number): Input {
    let input = this.#inputs.get(fd);
    if (!input) {
      input = new Input(this.#connection, fd);
      this.#inputs.set(fd, input);
    }
    return input;
  }
  #credit(fd: number, bytes: number): void {
    this.#input(fd).credit(bytes);
    if (fd === 0 && this.buffered === 0) for (const listener of this.#drain) listener();
  }
}
