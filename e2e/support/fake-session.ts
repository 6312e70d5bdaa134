/** The process end of a terminal, for tests of what is between it and a client: written to and ended by the test. */
import type { Stdio } from "../../agent/host/host.ts";

export class FakeSession implements Stdio {
  readonly exit: Promise<{ code: number | null }>;
  finish: (code: number | null) => void = () => {};
  fail: (error: Error) => void = () => {};
  /** What came in, in order. */
  input = "";
  inputEnded = false;
  sizes: string[] = [];
  closed = false;
  paused = false;
  buffered = 0;
  #listener: ((stream: 1 | 2, data: Buffer) => void) | null = null;
  #drained: (() => void)[] = [];
  readonly #held: [1 | 2, Buffer][] = [];

  constructor() {
    this.exit = new Promise((finish, fail) => {
      this.finish = (code) => finish({ code });
      this.fail = fail;
    });
    this.exit.catch(() => {});
  }
  say(stream: 1 | 2, data: string | Buffer): void {
    this.#held.push([stream, Buffer.from(data)]);
    this.#pass();
  }
  /** The process took all of its input. */
  drain(): void {
    this.buffered = 0;
    for (const listener of this.#drained) listener();
  }
  #pass(): void {
    while (this.#listener !== null && !this.paused) {
      const next = this.#held.shift();
      if (next === undefined) return;
      this.#listener(...next);
    }
  }
  onData(listener: (stream: 1 | 2, data: Buffer) => void): void {
    this.#listener = listener;
    this.#pass();
  }
  onDrain(listener: () => void): void {
    this.#drained.push(listener);
  }
  write(data: Buffer): void {
    this.input += data.toString();
  }
  closeStdin(): void {
    this.inputEnded = true;
  }
  resize(columns: number, rows: number): void {
    this.sizes.push(`${columns}x${rows}`);
  }
  pause(): void {
    this.paused = true;
  }
  resume(): void {
    this.paused = false;
    this.#pass();
  }
  close(): void {
    this.closed = true;
  }
}

/** Resolves when `probe` is true; looked at after each turn of the event loop. */
export async function when(what: string, probe: () => boolean, ms = 20_000): Promise<void> {
  const until = performance.now() + ms;
  while (!probe()) {
    if (performance.now() > until) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
