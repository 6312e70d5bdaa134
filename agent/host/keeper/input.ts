/** Bytes on their way to a child's descriptor, within the window that the keeper grants. */
import type { Connection } from "./connection.ts";
import { command, frameMax, inputWindow, u8 } from "./wire.ts";

export class Input {
  readonly #connection: Connection;
  readonly #fd: number;
  #queue: Buffer[] = [];
  #queued = 0;
  #sent = 0;
  #closing = false;
  #closed = false;

  constructor(connection: Connection, fd: number) {
    this.#connection = connection;
    this.#fd = fd;
  }

  /** Bytes that the child has not taken yet. */
  get buffered(): number {
    return this.#queued + this.#sent;
  }
  write(data: Buffer): void {
    if (this.#closing || data.length === 0) return;
    this.#queue.push(data);
    this.#queued += data.length;
    this.#flush();
  }
  close(): void {
    this.#closing = true;
    this.#flush();
  }
  credit(bytes: number): void {
    this.#sent = Math.max(0, this.#sent - bytes);
    this.#flush();
  }

  #flush(): void {
    for (let first = this.#queue[0]; first && this.#sent < inputWindow; first = this.#queue[0]) {
      const piece = first.subarray(0, Math.min(inputWindow - this.#sent, frameMax - 1));
      if (piece.length === first.length) this.#queue.shift();
      else this.#queue[0] = first.subarray(piece.length);
      this.#queued -= piece.length;
      this.#sent += piece.length;
      this.#connection.send(command.INPUT, Buffer.concat([u8(this.#fd), piece]));
    }
    // the end follows the last byte into the child's pipe: the keeper holds it back until its own buffer is empty
    if (this.#closing && !this.#closed && this.#queued === 0) {
      this.#closed = true;
      this.#connection.send(command.INPUT_EOF, u8(this.#fd));
    }
  }
}
