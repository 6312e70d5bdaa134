/** Assertions that were used already: each `jti` is held until it has expired by itself. */
export class ReplayCache {
  readonly #seen = new Map<string, number>();
  readonly #most: number;
  #nextSweep = 0;

  constructor(most = 200_000) {
    this.#most = most;
  }

  get size(): number {
    return this.#seen.size;
  }

  /**
   * `fresh` the first time, `replayed` after that; `full` when so many are held that none can be forgotten safely (then
   * the request must be refused). `until` and `now` in seconds since 1970.
   */
  use(id: string, until: number, now: number): "fresh" | "replayed" | "full" {
    if (now >= this.#nextSweep || this.#seen.size >= this.#most) this.#sweep(now);
    if (this.#seen.has(id)) return "replayed";
    if (this.#seen.size >= this.#most) return "full";
    this.#seen.set(id, until);
    return "fresh";
  }

  #sweep(now: number): void {
    for (const [id, until] of this.#seen) if (until < now) this.#seen.delete(id);
    this.#nextSweep = now + 10;
  }
}
