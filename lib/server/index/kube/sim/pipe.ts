/** An answer's body in the simulation: pieces come when they are pushed, until an end or a failure. */

export class Pipe implements AsyncIterable<Uint8Array> {
  isOpen = true;
  private readonly pieces: Uint8Array[] = [];
  private failure: Error | null = null;
  private wake = () => {};

  constructor(signal: AbortSignal | undefined, closed: () => void) {
    signal?.addEventListener("abort", () => {
      closed();
      this.fail("aborted");
    });
  }

  push(piece: Uint8Array): void {
    if (!this.isOpen) return;
    this.pieces.push(piece);
    this.wake();
  }

  end(): void {
    this.isOpen = false;
    this.wake();
  }

  fail(why: string): void {
    if (!this.isOpen) return;
    this.failure = new Error(why);
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      for (let piece = this.pieces.shift(); piece !== undefined; piece = this.pieces.shift()) yield piece;
      if (!this.isOpen) break;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    if (this.failure !== null) throw this.failure;
  }
}
