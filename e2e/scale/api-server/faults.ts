/** Faults on demand: each is asked for once over the control port, for one kind or for all. */
import type { ApiError } from "./status.ts";
import { expired, tooMany, unauthorized } from "./status.ts";
import type { Watch } from "./watch.ts";

/** Events lost, doubled or swapped on their way; a real server does none of it, a broken proxy might. */
export class Mischief {
  private lose = 0;
  private double = 0;
  private swap = 0;
  private held = "";

  ask(what: "lose" | "double" | "swap", times: number): void {
    this[what] += times;
  }

  /** The text to send in place of an event's. */
  of(text: string): string {
    if (text === "") return text;
    if (this.held !== "") {
      const swapped = text + this.held;
      this.held = "";
      return swapped;
    }
    if (this.lose > 0) {
      this.lose -= 1;
      return "";
    }
    if (this.double > 0) {
      this.double -= 1;
      return text + text;
    }
    if (this.swap > 0) {
      this.swap -= 1;
      this.held = text;
      return "";
    }
    return text;
  }
}

export class Faults {
  /** Milliseconds before each answer. */
  delayMs = 0;
  private readonly refusals: { error: () => ApiError; times: number; only: string | null; verb: string | null }[] = [];
  private readonly watches = new Set<Watch>();
  readonly mischief = new Mischief();

  add(watch: Watch): () => void {
    this.watches.add(watch);
    return () => this.watches.delete(watch);
  }

  /** The next `times` requests are refused; `only` is a kind's name, `verb` list or watch. */
  refuse(how: "401" | "429" | "410", times: number, only: string | null, verb: string | null, seconds = 1): void {
    const errors = {
      "401": unauthorized,
      "429": () => tooMany(seconds),
      "410": () => expired("The resourceVersion for the provided watch is too old."),
    };
    this.refusals.push({ error: errors[how], times, only, verb: how === "410" ? "watch" : verb });
  }

  /** Throws when a refusal waits for this request. */
  check(kind: string, verb: string): void {
    const at = this.refusals.findIndex(
      (one) => (one.only === null || one.only === kind) && (one.verb === null || one.verb === verb),
    );
    const found = this.refusals[at];
    if (found === undefined) return;
    found.times -= 1;
    if (found.times <= 0) this.refusals.splice(at, 1);
    throw found.error();
  }

  /** Open watches of a kind, or all. */
  open(only: string | null, nameOf: (watch: Watch) => string): Watch[] {
    return [...this.watches].filter((watch) => only === null || nameOf(watch) === only);
  }
}
