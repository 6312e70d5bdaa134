/**
 * A watch that was resumed begins with all that happened meanwhile, and nothing tells where that ends. Until a bookmark
 * comes, or nothing for a while, or it has run for long enough, the rows are not as fresh as the last byte.
 */
import type { Clock } from "./clock.ts";

const quietMs = 2_500;
const mostMs = 5_000;

export class CatchUp {
  isDone = false;
  private readonly clock: Clock;
  private readonly done: (heardAt: number | null) => void;
  private heardAt: number | null = null;
  private readonly began: number;
  private cancel = () => {};

  /** `done` is called once, with the time of the last byte; null when none came. */
  constructor(clock: Clock, done: (heardAt: number | null) => void) {
    this.clock = clock;
    this.done = done;
    this.began = clock.now();
    this.wait();
  }

  heard(): void {
    if (this.isDone) return;
    this.heardAt = this.clock.now();
    this.wait();
  }

  /** A bookmark says that all before it was told. */
  finish(): void {
    if (this.isDone) return;
    this.stop();
    this.done(this.heardAt);
  }

  stop(): void {
    this.isDone = true;
    this.cancel();
  }

  private wait(): void {
    this.cancel();
    const left = Math.max(0, this.began + mostMs - this.clock.now());
    this.cancel = this.clock.after(Math.min(quietMs, left), () => this.finish());
  }
}
