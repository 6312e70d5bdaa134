/**
 * What follows a fault between a watch and its API server: how long to wait, whether to list anew and how, what readers
 * are told. Waits grow until the server has kept a watch for a while.
 */
import { Backoff } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import type { UpstreamFault } from "./fault.ts";
import type { FreshnessKeeper } from "./freshness.ts";
import type { Upstream } from "./upstream.ts";

/** A refused credential is tried again this often; a new one comes sooner. */
const refusedMs = 30_000;
/** A kind with too many objects is listed again this often: each time costs as much as the first. */
const fullMs = 600_000;
/** Lists refused as too new before the version is let go: the cluster may have been restored from a backup. */
const mostTooNew = 5;
/** An event that a proxy lost in silence is made good with the next list, which comes at the latest then. */
const relistMs = 3_600_000;
/** A watch that held for so long was no failure. */
const steadyMs = 20_000;

export class Recovery {
  /** Only a new list helps. */
  mustList = true;
  /** The next list may be of any version. */
  mayGoBack = false;
  /** The server does not finish a streaming list of this kind. */
  inChunks = false;
  /** Lists that grew too old while they were read, in a row: the next is asked for in one piece. */
  expired = 0;
  /** The last fault was one of the way to the server, not of this kind. */
  isWaitingForServer = false;
  private listedAt = 0;
  private tooNew = 0;
  private renewedAt = Number.NEGATIVE_INFINITY;
  private readonly backoff: Backoff;
  private readonly clock: Clock;
  private readonly upstream: Upstream;
  private readonly freshness: FreshnessKeeper;

  constructor(clock: Clock, upstream: Upstream, freshness: FreshnessKeeper) {
    this.clock = clock;
    this.upstream = upstream;
    this.freshness = freshness;
    this.backoff = new Backoff(clock);
  }

  /** A list is complete. */
  listed(): void {
    this.mustList = false;
    this.mayGoBack = false;
    this.tooNew = 0;
    // Not all kinds in the same minute.
    this.listedAt = this.clock.now() - this.clock.random() * relistMs * 0.2;
  }

  /** The server ended a watch that began at `since`, as it should. Answers ms to wait. */
  ended(since: number): number {
    if (this.clock.now() - this.listedAt > relistMs) this.mustList = true;
    if (this.clock.now() - since >= 1_000) {
      this.steady(since);
      return 0;
    }
    this.freshness.enter("connecting", "the API server ends each watch at once");
    return this.backoff.next();
  }

  /** Answers ms to wait. `hasBookmarks`: the watch was one that speaks at intervals. */
  failed(fault: UpstreamFault, since: number, epoch: number, hasBookmarks: boolean): number {
    this.steady(since);
    const { mustList } = this;
    this.isWaitingForServer = fault.kind === "unreachable" || (fault.kind === "broken" && fault.retryAfterMs === 0);
    switch (fault.kind) {
      case "gone":
        this.mustList = true;
        this.expired++;
        this.freshness.enter("connecting", "the changes since then are no longer kept: listing again");
        return this.expired === 1 ? 0 : this.backoff.next();
      case "no-streaming-list":
        this.upstream.streams = false;
        return 0;
      case "auth":
        return this.refused(fault, epoch);
      case "forbidden":
      case "missing":
        // A server that has just started refuses everything for a moment.
        this.freshness.enter("down", fault.message);
        return this.backoff.next();
      case "full":
        this.mustList = true;
        this.freshness.enter("down", fault.message);
        return fullMs * (0.8 + this.clock.random() * 0.4);
      case "silent":
        // Servers without bookmarks say nothing while nothing happens.
        if (!mustList && !hasBookmarks) return 0;
        this.inChunks ||= mustList;
        break;
      case "busy":
        if (mustList && ++this.tooNew >= mostTooNew) this.mayGoBack = true;
        break;
      default:
    }
    const isFirst = this.backoff.failures === 0 && fault.kind !== "unreachable";
    this.freshness.enter(isFirst ? "connecting" : "down", fault.message);
    return Math.max(this.backoff.next(), fault.retryAfterMs);
  }

  private steady(since: number): void {
    if (this.clock.now() - since < steadyMs) return;
    this.backoff.reset();
    this.expired = 0;
  }

  /** One new credential a fault; then readers are told since when it is refused. */
  private refused(fault: UpstreamFault, epoch: number): number {
    const isNew = this.clock.now() - this.renewedAt > refusedMs * 2;
    this.renewedAt = this.clock.now();
    this.upstream.renew(epoch);
    if (isNew) {
      this.freshness.enter("connecting", "the credential was refused: reading it anew");
      return 0;
    }
    const { asOf } = this.freshness.now;
    const since = asOf === null ? "not signed in" : `signed out at ${new Date(asOf).toISOString()}`;
    this.freshness.enter("down", `${since}: ${fault.message}`);
    return refusedMs * (0.5 + this.clock.random());
  }
}
