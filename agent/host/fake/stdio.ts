/**
 * Stdio without a kernel: what the fake's processes and attach sessions hand out. Data is held while nobody listens or
 * the reader has paused; `exit` settles only after the last of it was delivered, as with the real host.
 */
import type { Stdio } from "../host.ts";

/** What the other end does with input. Absent: ignored. */
export type Far = {
  input?: (data: Buffer) => void;
  inputEnd?: () => void;
  resize?: (columns: number, rows: number) => void;
  close?: () => void;
};

export class FakeStdio implements Stdio {
  readonly exit: Promise<{ code: number | null }>;
  far: Far = {};
  #settle: (end: { code: number | null }) => void = () => {};
  #listener: ((stream: 1 | 2, data: Buffer) => void) | null = null;
  #held: { stream: 1 | 2; data: Buffer }[] = [];
  #paused = false;
  #end: { code: number | null } | null = null;
  #inputOpen = true;

  constructor() {
    this.exit = new Promise((settle) => {
      this.#settle = settle;
    });
  }

  /** The far end writes. */
  emit(stream: 1 | 2, data: string | Buffer): void {
    if (this.#end) return;
    this.#held.push({ stream, data: Buffer.from(data) });
    this.#drain();
  }
  /** The far end ends. */
  finish(code: number | null): void {
    this.#end ??= { code };
    this.#inputOpen = false;
    this.#drain();
  }

  onData(listener: (stream: 1 | 2, data: Buffer) => void): void {
    this.#listener = listener;
    this.#drain();
  }
  write(data: Buffer): void {
    if (this.#inputOpen) this.far.input?.(data);
  }
  closeStdin(): void {
    if (!this.#inputOpen) return;
    this.#inputOpen = false;
    this.far.inputEnd?.();
  }
  resize(columns: number, rows: number): void {
    if (!this.#end) this.far.resize?.(columns, rows);
  }
  pause(): void {
    this.#paused = true;
  }
  resume(): void {
    this.#paused = false;
    this.#drain();
  }
  close(): void {
    this.#inputOpen = false;
    this.#held = [];
    this.#paused = false;
    this.far.close?.();
  }

  #drain(): void {
    while (this.#listener && !this.#paused) {
      const next = this.#held.shift();
      if (!next) break;
      this.#listener(next.stream, next.data);
    }
    if (this.#end && !this.#paused && (this.#held.length === 0 || !this.#listener)) this.#settle(this.#end);
  }
}
