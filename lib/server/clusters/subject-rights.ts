/**
 * One user's rights in one cluster: asked in rounds, again and again while somebody listens, at once when roles change. A
 * failure to ask is no right: after a short grace those who listen are told so, and told anew when it works again.
 */
import { CratonError } from "../../contract/errors.ts";
import type { KubeKind } from "../../contract/kube-kind.ts";
import { isCratonError } from "../http/craton-error.ts";
import { joinedKind } from "../index/joined-columns.ts";
import { Listeners } from "../index/listeners.ts";
import { isNothing, type KindScope, type Scope, scopeKey } from "../index/scope.ts";
import { type RightsKind, RightsRound, type RoundParts } from "./rights-round.ts";

/** What may be listed from now on; with a failure nothing, as it could not be asked. */
export type ScopeListener = (scope: Scope, failure: CratonError | null) => void;
export type ListedKind = Pick<KubeKind, "name" | "of">;
export type SubjectParts = {
  /** What a round of questions needs; throws what `KubeCluster.as` throws. */
  round(): RoundParts;
  /** `not-found`. */
  kind(name: string): RightsKind;
};
type Told = { scope: Scope; failure: CratonError | null };
type Watched = { kind: ListedKind; listeners: Listeners<Told>; told: string | null };

/** Answers so young are used for those who ask at about the same time. */
const youngMs = 1_000;
/** A round that a slow API server has not answered to its end serves all who ask meanwhile: more rounds would make it slower. */
const openMs = 5_000;
/** So that what an authoriser of any kind takes away is gone within 5 s. */
const everyMs = 2_000;
/** What was allowed stays so long when the API server cannot be asked. */
const graceMs = 8_000;
/** A credential that is refused in so many rounds one after another is no fault of a moment. */
const refusedRounds = 2;

export class SubjectRights {
  private readonly parts: SubjectParts;
  private readonly watched = new Map<string, Watched>();
  private round: RightsRound | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isAsking = false;
  private isAgain = false;
  private isClosed = false;
  private lastGood = 0;
  private refused = 0;
  private usedAt = Date.now();

  constructor(parts: SubjectParts) {
    this.parts = parts;
  }

  /** By kind, what may be listed and watched. `unavailable` when the API server could not be asked. */
  async scope(kind: ListedKind): Promise<Scope> {
    this.usedAt = Date.now();
    let round: RightsRound | null = null;
    try {
      round = this.youngRound();
      return await this.read(round, kind);
    } catch (error) {
      if (this.round === round) this.round = null;
      throw cannotAsk(error);
    }
  }

  private youngRound(): RightsRound {
    const { round } = this;
    if (round !== null && Date.now() - round.began <= (round.isOpen ? openMs : youngMs)) return round;
    this.round = this.newRound();
    return this.round;
  }

  /** Calls when the answer is no longer `known`. The answer ends it. */
  watch(kind: ListedKind, known: Scope, listener: ScopeListener): () => void {
    const key = scopeKey(known);
    const watched = this.watched.get(kind.name) ?? { kind, listeners: new Listeners<Told>(), told: key };
    this.watched.set(kind.name, watched);
    // Whoever comes later may know something else than was told last: all are told with the next round.
    if (watched.told !== key) watched.told = null;
    if (this.lastGood === 0) this.lastGood = Date.now();
    const cancel = watched.listeners.add(({ scope, failure }) => listener(scope, failure));
    if (!this.isAsking) this.timer ??= setTimeout(() => void this.look(), everyMs);
    return () => {
      cancel();
      if (watched.listeners.size > 0) return;
      if (this.watched.get(kind.name) === watched) this.watched.delete(kind.name);
      this.usedAt = Date.now();
      if (this.watched.size === 0) this.rest();
    };
  }

  /** Roles or bindings changed. */
  changed(): void {
    this.round = null;
    if (this.watched.size > 0) void this.look();
  }

  isUnusedSince(time: number): boolean {
    return this.watched.size === 0 && this.usedAt < time;
  }

  /** The cluster was taken away: nothing may be shown of it any more. */
  close(): void {
    this.isClosed = true;
    this.rest();
    const failure = new CratonError("unavailable", { what: "the cluster", why: "it was taken off the list" });
    for (const watched of [...this.watched.values()]) tell(watched, "closed", { scope: {}, failure });
    this.watched.clear();
  }

  private newRound(): RightsRound {
    return new RightsRound(this.parts.round());
  }

  private rest(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.lastGood = 0;
  }

  private async read(round: RightsRound, kind: ListedKind): Promise<Scope> {
    const names = kind.of ?? [kind.name];
    const entries = names.map(async (name) => [name, await this.part(round, name)] as const);
    const scope = Object.fromEntries(await Promise.all(entries));
    const joined = joinedKind(kind.name);
    if (joined === null || isNothing(scope)) return scope;
    const isWhole = await round.isEverywhere(this.parts.kind(joined.kind));
    return { ...scope, [joined.part]: isWhole ? "all" : "none" };
  }

  private async part(round: RightsRound, name: string): Promise<KindScope> {
    let kind: RightsKind;
    try {
      kind = this.parts.kind(name);
    } catch (error) {
      // A mixed list may name a kind that this cluster does not have; and a kind may go while it is listed.
      if (isCratonError(error) && error.code === "not-found") return "none";
      throw error;
    }
    return round.scope(kind);
  }

  /** One round after another: an answer never comes after a newer one. */
  private async look(): Promise<void> {
    if (this.isAsking) {
      this.isAgain = true;
      return;
    }
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.isAsking = true;
    await this.askAll();
    this.isAsking = false;
    const again = this.isAgain;
    this.isAgain = false;
    if (this.isClosed || this.watched.size === 0) return;
    this.timer ??= setTimeout(() => void this.look(), again ? 0 : everyMs);
  }

  private async askAll(): Promise<void> {
    const began = Date.now();
    const all = [...this.watched.values()];
    try {
      const round = this.newRound();
      this.round = round;
      const scopes = await Promise.all(all.map(({ kind }) => this.read(round, kind)));
      if (this.isClosed) return;
      this.lastGood = began;
      this.refused = 0;
      for (const [at, watched] of all.entries()) {
        const scope = scopes[at] ?? {};
        tell(watched, scopeKey(scope), { scope, failure: null });
      }
    } catch (thrown) {
      this.round = null;
      const failure = cannotAsk(thrown);
      this.refused = failure.code === "unavailable" ? 0 : this.refused + 1;
      const isBorne = this.refused < refusedRounds && Date.now() - this.lastGood < graceMs;
      if (this.isClosed || isBorne) return;
      for (const watched of all) tell(watched, "failed", { scope: {}, failure });
    }
  }
}

function tell(watched: Watched, key: string, told: Told): void {
  if (watched.told === key) return;
  watched.told = key;
  watched.listeners.tell(told);
}

/** What is wrong with the user's own credential stays what it is. */
function cannotAsk(thrown: unknown): CratonError {
  if (isCratonError(thrown) && ["unavailable", "forbidden", "not-found", "cluster-auth"].includes(thrown.code))
    return thrown;
  const why = isCratonError(thrown) ? thrown.message : "the API server's answer is not understood";
  return new CratonError("unavailable", { what: "the check of your rights", why }, { cause: thrown });
}
