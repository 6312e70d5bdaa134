/** What the server was asked: requests by verb and kind, open watches, bytes sent. */

export type Counts = {
  /** `list pods`, `stream pods` (a streaming list), `watch nodes`, `get pods`, `other`, …: how often. */
  requests: Record<string, number>;
  openWatches: Record<string, number>;
  /** The most that were open at one time. */
  mostWatches: Record<string, number>;
  /** Bytes of bodies, as sent (compressed ones compressed). */
  bytes: number;
  /** Refusals and other answers of 400 and more. */
  failures: number;
};

export class Counters {
  readonly counts: Counts = { requests: {}, openWatches: {}, mostWatches: {}, bytes: 0, failures: 0 };

  request(verb: string, kind: string): void {
    const name = kind === "" ? verb : `${verb} ${kind}`;
    this.counts.requests[name] = (this.counts.requests[name] ?? 0) + 1;
  }
  /** The answer ends it. */
  watch(kind: string): () => void {
    const { openWatches, mostWatches } = this.counts;
    openWatches[kind] = (openWatches[kind] ?? 0) + 1;
    mostWatches[kind] = Math.max(mostWatches[kind] ?? 0, openWatches[kind]);
    return () => {
      openWatches[kind] = (openWatches[kind] ?? 1) - 1;
    };
  }
  reset(): void {
    const { counts } = this;
    counts.requests = {};
    counts.mostWatches = { ...counts.openWatches };
    counts.bytes = 0;
    counts.failures = 0;
  }
}
