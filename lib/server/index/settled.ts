/**
 * Which sources were live and whole when a kind's table was settled last. One that became so since then must not be told beside
 * counts that still lack its rows: the table is settled first.
 */
import type { Feed } from "./feed.ts";

export class Settled {
  private readonly feed: Feed;
  private readonly known = new Map<string, { tick: number; live: ReadonlySet<string> }>();

  constructor(feed: Feed) {
    this.feed = feed;
  }

  /** A source of the kind is whole that was not when it was marked. Looks only when some source's state changed. */
  isBehind(kind: string): boolean {
    const { tick } = this.feed;
    const known = this.known.get(kind);
    if (known?.tick === tick) return false;
    const live = this.live(kind);
    for (const name of live) if (!known?.live.has(name)) return true;
    // One that goes away and comes back has to be settled again.
    this.known.set(kind, { tick, live });
    return false;
  }

  /** The kind's table is settled now. */
  mark(kind: string): void {
    const { tick } = this.feed;
    if (this.known.get(kind)?.tick !== tick) this.known.set(kind, { tick, live: this.live(kind) });
  }

  forget(kind: string): void {
    this.known.delete(kind);
  }

  private live(kind: string): ReadonlySet<string> {
    const whole = this.feed.sources(kind).filter(({ state, loading }) => state === "live" && loading === undefined);
    return new Set(whole.map(({ name }) => name));
  }
}
