/**
 * One list at a time a cluster: an API server that has just come back would fall over if every kind was listed at once.
 * Who waits goes by rank (lower first), then by coming. What a person waits for to see the first time takes no turn: that is
 * no storm.
 */

export type Wish = {
  rank: () => number;
  /** Takes no turn, from the moment on that this is true. */
  isFree: () => boolean;
};

type Waiting = Wish & { start: (release: () => void) => void };

const nothing = () => {};

export class Turn {
  private isTaken = false;
  private waiting: Waiting[] = [];

  /** Resolves with the call that gives the turn on; it may be called twice. After an abort the turn is given on at once. */
  take(wish: Wish, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve) => {
      const end = () => one.start(nothing);
      const one: Waiting = {
        ...wish,
        start: (release) => {
          signal.removeEventListener("abort", end);
          this.waiting = this.waiting.filter((other) => other !== one);
          resolve(release);
        },
      };
      if (signal.aborted) return end();
      signal.addEventListener("abort", end, { once: true });
      this.waiting.push(one);
      this.look();
    });
  }

  /** A rank changed, or what takes no turn. */
  look(): void {
    for (const one of [...this.waiting]) if (one.isFree()) one.start(nothing);
    if (this.isTaken) return;
    const [first, ...others] = this.waiting;
    if (first === undefined) return;
    let best = first;
    for (const one of others) if (one.rank() < best.rank()) best = one;
    this.isTaken = true;
    best.start(this.once());
  }

  private once(): () => void {
    let isMine = true;
    return () => {
      if (!isMine) return;
      isMine = false;
      this.isTaken = false;
      this.look();
    };
  }
}
