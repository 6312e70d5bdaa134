/**
 * One list at a time a cluster: an API server that has just come back would fall over if every kind was listed at once.
 * Who waits goes by rank (lower first), then by coming.
 */

type Waiting = { rank: () => number; start: () => void };

export class Turn {
  private isTaken = false;
  private waiting: Waiting[] = [];

  /** Resolves with the call that gives the turn on; it may be called twice. After an abort the turn is given on at once. */
  take(rank: () => number, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve) => {
      const one: Waiting = { rank, start: () => {} };
      const drop = () => {
        this.waiting = this.waiting.filter((other) => other !== one);
        resolve(() => {});
      };
      one.start = () => {
        signal.removeEventListener("abort", drop);
        let isMine = true;
        resolve(() => {
          if (!isMine) return;
          isMine = false;
          this.isTaken = false;
          this.next();
        });
      };
      if (signal.aborted) return drop();
      signal.addEventListener("abort", drop, { once: true });
      this.waiting.push(one);
      this.next();
    });
  }

  private next(): void {
    if (this.isTaken) return;
    const [first, ...others] = this.waiting;
    if (first === undefined) return;
    let best = first;
    for (const one of others) if (one.rank() < best.rank()) best = one;
    this.waiting = this.waiting.filter((one) => one !== best);
    this.isTaken = true;
    best.start();
  }
}
