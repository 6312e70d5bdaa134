/** One watch of the model server: events in order with the lag of its replica, unless a fault has it otherwise. */
import type { Change } from "./history.ts";
import { type ModelServer, objectOf } from "./model-server.ts";
import { Pipe } from "./pipe.ts";

const bookmarkMs = 60_000;

export type StreamOptions = {
  kind: string;
  isList: boolean;
  /** Version to go on from, or of the list. */
  start: number;
  lag: number;
  seconds: number;
  signal: AbortSignal | undefined;
};

export class ModelStream {
  readonly kind: string;
  readonly pipe: Pipe;
  private readonly server: ModelServer;
  private readonly options: StreamOptions;
  /** Changes up to this one have their appointment. */
  private planned: number;
  /** Changes up to this one have gone out. */
  private told: number;
  private isListing: boolean;
  private isSilent = false;
  /** No byte before the one that was sent earlier. */
  private deliverAt = 0;
  private delivered = 0;
  private held: Change | null = null;

  constructor(server: ModelServer, options: StreamOptions) {
    this.server = server;
    this.options = options;
    this.kind = options.kind;
    this.planned = options.start;
    this.told = options.start;
    this.isListing = options.isList;
    this.pipe = new Pipe(options.signal, () => this.over());
    if (this.isListing) {
      server.listsAtOnce++;
      server.mostListsAtOnce = Math.max(server.mostListsAtOnce, server.listsAtOnce);
    }
  }

  begin(isGone: boolean): void {
    const { clock, random } = this.server;
    if (isGone) {
      this.write({ type: "ERROR", object: { kind: "Status", code: 410, reason: "Expired", message: "too old" } });
      clock.after(1, () => this.end());
      return;
    }
    if (this.options.isList) this.list();
    this.changed();
    clock.after(this.options.seconds * 1000, () => this.end());
    this.bookmarks();
    if (this.server.has("cut") && random.chance(0.5))
      clock.after(random.between(0, 20_000), () => this.cut(this.server.has("cut-mid-frame") && random.chance(0.5)));
    if (this.server.has("silent") && random.chance(0.3))
      clock.after(random.between(0, 20_000), () => {
        if (!this.server.isFaulty) return;
        if (this.isListing) this.server.owe(this.kind);
        this.isSilent = true;
      });
    if (this.server.has("gone-event") && random.chance(0.15))
      clock.after(random.between(1_000, 20_000), () => {
        if (!this.pipe.isOpen || this.isSilent) return;
        this.server.owe(this.kind);
        this.write({ type: "ERROR", object: { kind: "Status", code: 410, reason: "Expired", message: "too old" } });
        clock.after(1, () => this.end());
      });
  }

  /** The kind has changes: they come with the lag of the replica. */
  changed(): void {
    const { clock } = this.server;
    for (const change of this.server.history(this.kind).after(this.planned)) {
      this.planned = change.version;
      const wait = Math.max(0, change.at + this.options.lag - clock.now());
      clock.after(wait, () => this.tell(change));
    }
  }

  /** The connection breaks, within a frame or between two. */
  cut(midFrame: boolean): void {
    if (!this.pipe.isOpen) return;
    if (this.isListing) this.server.owe(this.kind);
    if (midFrame) this.pipe.push(Buffer.from('{"type":"ADDED","object":{"metadata":{"name":"k9'));
    if (midFrame && this.server.random.chance(0.5)) this.pipe.end();
    else this.pipe.fail("socket hang up");
    this.over();
  }

  private end(): void {
    this.release();
    if (this.pipe.isOpen && !this.isSilent) this.pipe.end();
    this.over();
  }

  private over(): void {
    if (this.isListing) this.server.listsAtOnce--;
    this.isListing = false;
    this.server.streams.delete(this);
  }

  private list(): void {
    const state = [...this.server.history(this.kind).stateAt(this.options.start)];
    for (const [key, version] of state) this.write({ type: "ADDED", object: objectOf(key, version) });
    this.write(
      {
        type: "BOOKMARK",
        object: {
          metadata: {
            resourceVersion: String(this.options.start),
            annotations: { "k8s.io/initial-events-end": "true" },
          },
        },
      },
      (isDelivered) => {
        if (!this.isListing || !isDelivered) return;
        this.isListing = false;
        this.server.listsAtOnce--;
      },
    );
  }

  private bookmarks(): void {
    this.server.clock.after(bookmarkMs, () => {
      if (!this.pipe.isOpen) return;
      this.write({
        type: "BOOKMARK",
        object: { metadata: { resourceVersion: String(this.held === null ? this.told : this.held.version - 1) } },
      });
      this.bookmarks();
    });
  }

  private tell(change: Change): void {
    const { random } = this.server;
    this.told = change.version;
    if (this.server.has("lost") && random.chance(0.1)) {
      this.server.lost++;
      return;
    }
    if (this.held === null && this.server.has("reordered") && random.chance(0.2)) {
      this.held = change;
      this.server.clock.after(400, () => this.release());
      return;
    }
    this.send(change);
    this.release();
    if (this.server.has("doubled") && random.chance(0.2)) {
      this.server.clock.after(random.between(0, 3_000), () => this.send(change));
    }
  }

  private release(): void {
    const { held } = this;
    this.held = null;
    if (held !== null) this.send(held);
  }

  private send({ type, key, version }: Change): void {
    this.write({ type, object: objectOf(key, version) }, (isDelivered) => {
      // A client that has heard of a later change does not ask for this one again.
      if (isDelivered) this.delivered = Math.max(this.delivered, version);
      else if (version < this.delivered) this.server.lost++;
    });
  }

  /** Bytes come in pieces of any size, in order. */
  private write(value: unknown, then: (isDelivered: boolean) => void = () => {}): void {
    const { clock, random } = this.server;
    const bytes = Buffer.from(`${JSON.stringify(value)}\n`);
    const late = this.server.has("late") && random.chance(0.3) ? random.between(0, 1_800) : 1;
    this.deliverAt = Math.max(this.deliverAt, clock.now() + late);
    const cut = random.below(bytes.length);
    clock.after(this.deliverAt - clock.now(), () => {
      const isDelivered = this.pipe.isOpen && !this.isSilent;
      if (isDelivered) this.pipe.push(bytes.subarray(0, cut));
      if (isDelivered) this.pipe.push(bytes.subarray(cut));
      then(isDelivered);
    });
  }
}
