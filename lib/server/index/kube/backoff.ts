/** Waits between attempts: full jitter under a bound that doubles, so that a thousand clients do not come back at once. */
import type { Clock } from "./clock.ts";

const firstMs = 800;
const longestMs = 30_000;

export class Backoff {
  private readonly clock: Clock;
  /** Failures in a row. */
  failures = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** ms to wait after one more failure. */
  next(): number {
    const bound = Math.min(longestMs, firstMs * 2 ** Math.min(this.failures, 10));
    this.failures++;
    return this.clock.random() * bound;
  }

  reset(): void {
    this.failures = 0;
  }
}
