/** Counts who looks at which kind, and tells the feed of the first and the last. */
import type { Feed } from "./feed.ts";

/** A look without a window, such as a search, keeps its kinds so long: the next one finds them there. */
const glanceMs = 60_000;

export class Wanted {
  private readonly counts = new Map<string, number>();
  private readonly glances = new Map<string, number>();
  private readonly feed: Feed;

  constructor(feed: Feed) {
    this.feed = feed;
  }

  take(kind: string): void {
    const count = this.counts.get(kind) ?? 0;
    if (count === 0) this.feed.want(kind);
    this.counts.set(kind, count + 1);
  }

  drop(kind: string): void {
    const count = this.counts.get(kind) ?? 0;
    if (count > 1) this.counts.set(kind, count - 1);
    if (count !== 1) return;
    this.counts.delete(kind);
    this.feed.release(kind);
  }

  /** Somebody looked once: the kind stays for a minute. */
  glance(kind: string, now: number): void {
    if (!this.glances.has(kind)) this.take(kind);
    this.glances.set(kind, now + glanceMs);
  }

  /** Lets go what nobody glanced at for long. */
  expire(now: number): void {
    for (const [kind, until] of this.glances) {
      if (until > now) continue;
      this.glances.delete(kind);
      this.drop(kind);
    }
  }
}
