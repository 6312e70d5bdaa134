/**
 * Keeps the rows of one kind, or of one namespace of it, as an API server has them: lists once, then watches from the
 * list's version. A break is resumed from the last version that was heard; only a version that is too old (410), or an
 * hour, makes a new list. Whoever looks is told at any time how fresh the rows are.
 */
import { CatchUp } from "./catch-up.ts";
import { type Clock, sleep } from "./clock.ts";
import type { Encoding } from "./encoding.ts";
import { asFault, statusFault, UpstreamFault } from "./fault.ts";
import { FreshnessKeeper } from "./freshness.ts";
import type { ObjectMeta, Status } from "./object.ts";
import { readPages } from "./pages.ts";
import { Recovery } from "./recovery.ts";
import type { Rows } from "./rows.ts";
import { type Patience, readStream, type WatchEvent } from "./stream.ts";
import type { Turn } from "./turn.ts";
import type { Upstream } from "./upstream.ts";
import { compareVersions } from "./version.ts";

/** Two intervals of the server's bookmarks, and a little. */
const watchSilenceMs = 125_000;
/** A streaming list that says nothing for this long is asked for in chunks instead. */
const listSilenceMs = 10_000;
/** A watch is asked to end within 5 to 10 min, so that they do not all end together. */
const watchSeconds = { least: 300, span: 300 };
/** Kinds that cannot be watched are listed this often. */
const pollMs = 30_000;
const togetherMs = 1_000;
/** A wait that is known to be one: the view says so. */
const lateMs = 1_500;

export type ReflectorOptions = {
  upstream: Upstream;
  clock: Clock;
  turn: Turn;
  /** Lower is listed sooner; below 0 somebody waits for it. */
  rank: () => number;
  /** `/api/v1/pods`, or of one namespace. */
  path: string;
  isWatchable: boolean;
  encoding: Encoding;
  rows: Rows;
  /** Rows changed. */
  changed: () => void;
  /** `freshness` changed. */
  stateChanged: () => void;
};

export class Reflector {
  readonly freshness: FreshnessKeeper;
  /** Lists that began to come in. */
  lists = 0;
  private readonly options: ReflectorOptions;
  private readonly recovery: Recovery;
  private readonly stopper = new AbortController();
  /** Where a watch goes on. */
  private version = "";
  /** The newest version of all: no list may be older. */
  private newest: string | null = null;
  private isLoading = false;
  private hasBookmarks = false;
  /** Of the running watch; null while a list comes in or nothing runs. */
  private catchUp: CatchUp | null = null;
  private wake = () => {};

  constructor(options: ReflectorOptions) {
    this.options = options;
    this.freshness = new FreshnessKeeper(options.clock, options.stateChanged);
    this.recovery = new Recovery(options.clock, options.upstream, this.freshness);
  }

  /** Rows of this source are old: a break is known, and they are not of the list that comes in just now. */
  isStale(source: number): boolean {
    if (this.freshness.now.state === "live") return false;
    return !(this.isLoading && source === this.options.rows.generation);
  }

  /** Runs until `stop`. */
  async run(): Promise<void> {
    const { signal } = this.stopper;
    while (!signal.aborted) {
      const wait = await this.attempt();
      if (wait > 0 && !signal.aborted) await this.pause(wait);
    }
  }

  stop(): void {
    this.stopper.abort();
  }

  /** Something changed that may make an attempt worth it now, such as a right. */
  nudge(): void {
    this.wake();
  }

  /** Ends early when the server is heard of by another watch: within a second, so that not all come at once. */
  private async pause(ms: number): Promise<void> {
    const { clock, upstream } = this.options;
    const pause = new AbortController();
    const end = () => pause.abort();
    let cancel = () => {};
    const forget = upstream.whenReached(() => {
      forget();
      if (this.recovery.isWaitingForServer) cancel = clock.after(clock.random() * togetherMs, end);
    });
    this.wake = end;
    this.stopper.signal.addEventListener("abort", end, { once: true });
    await sleep(clock, ms, pause.signal);
    this.stopper.signal.removeEventListener("abort", end);
    forget();
    cancel();
    this.wake = () => {};
  }

  /** One list, or one watch. Answers ms to wait before the next. */
  private async attempt(): Promise<number> {
    const { clock, upstream, isWatchable } = this.options;
    const { epoch } = upstream;
    const since = clock.now();
    const wasListing = this.recovery.mustList;
    try {
      if (wasListing) await this.list();
      else await this.watch(false);
    } catch (thrown) {
      if (this.stopper.signal.aborted) return 0;
      return this.recovery.failed(asFault(thrown), since, epoch, this.hasBookmarks);
    }
    if (!isWatchable) {
      // Between two questions nobody tells of changes: the rows are of the time of the last answer.
      this.freshness.asked("it cannot be watched, so it is asked every 30 s");
      this.recovery.mustList = true;
      return pollMs * (0.8 + clock.random() * 0.4);
    }
    return wasListing ? 0 : this.recovery.ended(since);
  }

  private async list(): Promise<void> {
    const { turn, rank, upstream, isWatchable } = this.options;
    const isFree = () => this.lists === 0 && rank() < 0;
    const release = await turn.take({ rank, isFree }, this.stopper.signal);
    try {
      if (this.stopper.signal.aborted) return;
      const isStreamed = isWatchable && upstream.streams !== false && !this.recovery.inChunks;
      if (this.recovery.mayGoBack) this.newest = null;
      if (isStreamed) await this.watch(true, release);
      else await this.listChunks();
    } finally {
      this.isLoading = false;
      release();
    }
  }

  private begin(): void {
    this.lists++;
    this.isLoading = true;
    this.options.rows.begin();
  }

  private async listChunks(): Promise<void> {
    const { upstream, clock, encoding, rows, path, changed } = this.options;
    const asOf = clock.now();
    const notOlder = this.newest === null ? "" : `&resourceVersion=${this.newest}&resourceVersionMatch=NotOlderThan`;
    const request = {
      path: `${path}?${encoding.query}${notOlder}`,
      accept: encoding.listAccept,
      signal: this.stopper.signal,
    };
    const version = await readPages(upstream, clock, request, this.recovery.expired < 2, (page, isFirst) => {
      if (isFirst) this.begin();
      for (const item of encoding.items(page, false)) rows.list(item);
      const left = page.metadata?.remainingItemCount;
      const isLast = !page.metadata?.continue;
      this.freshness.loading(rows.listed, left === undefined ? (isLast ? rows.listed : null) : rows.listed + left);
      changed();
    });
    this.complete(version, asOf);
  }

  /** From the last version, or, with `listing`, from the beginning: first what there is, then what happens. */
  private async watch(listing: boolean, release: () => void = () => {}): Promise<void> {
    const { upstream, clock, encoding, path } = this.options;
    const seconds = Math.floor(watchSeconds.least + clock.random() * watchSeconds.span);
    const from = listing ? this.newest : this.version;
    const initial = listing ? "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan" : "";
    const version = from === null ? "" : `&resourceVersion=${encodeURIComponent(from)}`;
    const query = `${encoding.query}&watch=1&allowWatchBookmarks=true&timeoutSeconds=${seconds}${initial}${version}`;
    this.hasBookmarks = false;
    const patience: Patience = { silentMs: listing ? listSilenceMs : watchSilenceMs };
    const late = clock.after(lateMs, () => this.freshness.enter("connecting", "the API server is slow to answer"));
    const accept = encoding.watchAccept;
    const request = { path: `${path}?${query}`, accept, signal: this.stopper.signal };
    try {
      await readStream(upstream, clock, request, patience, {
        opened: () => {
          late();
          if (listing) this.begin();
          else this.catchUp = new CatchUp(clock, (heardAt) => this.freshness.caughtUp(heardAt));
        },
        heard: () => {
          if (this.isLoading) return;
          this.catchUp?.heard();
          if (this.catchUp?.isDone ?? true) this.freshness.heard();
        },
        event: (found) => {
          if (!this.isLoading) return this.event(found);
          if (!this.initialEvent(found)) return;
          patience.silentMs = watchSilenceMs;
          upstream.streams = true;
          release();
        },
      });
    } finally {
      late();
      this.catchUp?.stop();
      this.catchUp = null;
    }
    if (this.isLoading) throw new UpstreamFault("broken", "the stream ended before the list was complete");
  }

  /** True with the one that ends the list. */
  private initialEvent({ type, object }: WatchEvent): boolean {
    const { encoding, rows, changed, clock } = this.options;
    if (type === "ERROR") throw statusFault((object as Status).code ?? 500, object as Status);
    if (type === "BOOKMARK") {
      const { annotations, resourceVersion } = bookmark(object, encoding);
      if (annotations?.["k8s.io/initial-events-end"] !== "true") return false;
      this.complete(resourceVersion ?? "", clock.now());
      return true;
    }
    for (const item of encoding.items(object, true)) rows.list(item);
    if (rows.listed % 256 === 1) this.freshness.loading(rows.listed, null);
    changed();
    return false;
  }

  private event({ type, object }: WatchEvent): void {
    const { encoding, rows, changed } = this.options;
    if (type === "ERROR") throw statusFault((object as Status).code ?? 500, object as Status);
    if (type === "BOOKMARK") {
      this.hasBookmarks = true;
      this.catchUp?.finish();
      this.reached(bookmark(object, encoding).resourceVersion);
      return;
    }
    if (type !== "ADDED" && type !== "MODIFIED" && type !== "DELETED") return;
    for (const item of encoding.items(object, true)) {
      if (rows.event(type, item)) changed();
      this.reached(item.metadata.resourceVersion);
    }
  }

  /** Versions only go forward: an event that comes late does not take the watch back. */
  private reached(version: string | undefined): void {
    if (!version || compareVersions(version, this.version) === -1) return;
    this.version = version;
    this.newest = version;
  }

  private complete(version: string, asOf: number): void {
    // A replica that answers an older state than was seen is not believed.
    if (this.newest !== null && compareVersions(version, this.newest) === -1)
      throw new UpstreamFault("busy", `the API server answered version ${version}, older than ${this.newest}`);
    this.options.rows.complete();
    this.isLoading = false;
    this.version = version;
    this.newest = version;
    this.recovery.listed();
    this.freshness.listed(asOf);
    this.options.changed();
  }
}

/** A bookmark's metadata: of an object with nothing else, or of a Table around one. */
function bookmark(object: unknown, encoding: Encoding): ObjectMeta {
  const own = object as { kind?: string; metadata?: ObjectMeta } | null;
  const inner = own?.kind === "Table" ? encoding.items(object, true)[0]?.metadata : undefined;
  return { ...own?.metadata, ...inner };
}
