/** How fresh the rows of one watch are, as its readers are told. */
import type { Source } from "../../../contract/live.ts";
import type { Clock } from "./clock.ts";

export type Freshness = Pick<Source, "state" | "asOf" | "why" | "loading">;

export class FreshnessKeeper {
  now: Freshness = { state: "connecting", asOf: null, why: null };
  private isAsked = false;
  private readonly clock: Clock;
  private readonly changed: () => void;

  constructor(clock: Clock, changed: () => void) {
    this.clock = clock;
    this.changed = changed;
  }

  /** The source said something. */
  heard(): void {
    this.now.asOf = this.clock.now();
  }

  /** A watch runs, and its readers have what was told up to a time; null when nothing was: the age stays. */
  caughtUp(heardAt: number | null): void {
    if (heardAt !== null) this.now.asOf = heardAt;
    this.enter("live", null);
  }

  /** A list is complete; it shows the state of `asOf`. */
  listed(asOf: number): void {
    this.now = { state: "live", asOf, why: null };
    this.changed();
  }

  /** So many rows of a list have come. A list beside a living view is nobody's concern, nor one of a kind that is only asked. */
  loading(rows: number, of: number | null): void {
    if (this.now.state === "live" || this.isAsked) return;
    this.now = { ...this.now, loading: { rows, of } };
    this.changed();
  }

  /** The list is complete, and nobody will tell of what changes until it is asked again. */
  asked(why: string): void {
    this.isAsked = true;
    this.enter("connecting", why);
  }

  enter(state: Source["state"], why: string | null): void {
    const { now } = this;
    if (now.state === state && now.why === why && now.loading === undefined) return;
    this.now = { state, asOf: now.asOf, why: state === "live" ? null : why };
    this.changed();
  }
}
