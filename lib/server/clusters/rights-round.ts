/**
 * One round of questions about a user's rights, all asked at about one moment: each at most once, however many kinds and
 * windows want to know. What it was told is never used for another user, nor after its time.
 */
import { randomBytes } from "node:crypto";
import type { KubeConnection } from "../../api/kube/connection.ts";
import { CratonError } from "../../contract/errors.ts";
import type { KubeKind } from "../../contract/kube-kind.ts";
import type { KindScope } from "../index/scope.ts";
import type { Gate } from "./gate.ts";
import { mayI, myRules, whoAmI } from "./review.ts";
import { type Rules, rulesAllow } from "./rules.ts";

export type RightsKind = Pick<KubeKind, "name" | "group" | "resource" | "namespaced">;
/** Where a subject may have rights, as the index guesses; see `Questions.candidates`. */
export type Candidates = { bound: string[] | null; all: string[] | null; pending: boolean };
export type RoundParts = {
  connection: KubeConnection;
  gate: Gate;
  candidates(subjects: string[]): Promise<Candidates>;
};

/** A window needs both. */
const verbs = ["list", "watch"] as const;

/** So long a round waits for the first list of namespaces, looking so often whether it is there. */
const pendingMs = 5_000;
const lookMs = 200;

export class RightsRound {
  /** ms since the epoch. */
  readonly began = Date.now();
  private readonly parts: RoundParts;
  private readonly rules = new Map<string, Promise<Rules | null>>();
  private readonly scopes = new Map<string, Promise<KindScope>>();
  private places: Promise<string[]> | null = null;
  private open = 0;
  /**
   * A namespace that nobody can have made a binding in: its rules are those that hold everywhere. The name is new each time,
   * so that nobody can make it.
   */
  private readonly nowhere = `craton-${randomBytes(16).toString("hex")}`;

  constructor(parts: RoundParts) {
    this.parts = parts;
  }

  /** Where the user may list and watch the kind. Throws when the API server could not be asked. */
  scope(kind: RightsKind): Promise<KindScope> {
    const known = this.scopes.get(kind.name);
    if (known) return known;
    this.open++;
    const made = this.find(kind).finally(() => this.open--);
    this.scopes.set(kind.name, made);
    return made;
  }

  /** The API server owes answers. */
  get isOpen(): boolean {
    return this.open > 0;
  }

  /** Whether the user may list and watch all of the kind. */
  async isEverywhere(kind: RightsKind): Promise<boolean> {
    const everywhere = await this.rulesIn(this.nowhere);
    return everywhere === null ? this.ask(kind, null) : allowsAll(everywhere, kind);
  }

  /** The API server lists all rules of its authorisers: a change of rights is a change of RBAC objects. */
  async isComplete(): Promise<boolean> {
    return (await this.rulesIn(this.nowhere)) !== null;
  }

  private async find(kind: RightsKind): Promise<KindScope> {
    if (await this.isEverywhere(kind)) return "all";
    if (!kind.namespaced) return "none";
    this.places ??= this.findPlaces();
    const places = await this.places;
    const may = await Promise.all(places.map((namespace) => this.mayIn(kind, namespace)));
    const found = places.filter((_, at) => may[at]);
    return found.length > 0 ? found : "none";
  }

  private async findPlaces(): Promise<string[]> {
    const { connection, gate, candidates } = this.parts;
    const who = await gate.run(() => whoAmI(connection));
    const byRbac = who !== null && (await this.isComplete());
    // An index that has just begun knows them in a moment: failing now would have everything asked anew.
    for (const until = Date.now() + pendingMs; ; await sleep(lookMs)) {
      const { bound, all, pending } = await candidates(who ? [who.user, ...who.groups] : []);
      const found = (byRbac ? bound : null) ?? all ?? bound;
      if (found !== null) return found;
      if (!pending) return [];
      if (Date.now() >= until) throw notListed();
    }
  }

  private async mayIn(kind: RightsKind, namespace: string): Promise<boolean> {
    const rules = await this.rulesIn(namespace);
    return rules === null ? this.ask(kind, namespace) : allowsAll(rules, kind);
  }

  private async ask(kind: RightsKind, namespace: string | null): Promise<boolean> {
    const { connection, gate } = this.parts;
    for (const verb of verbs) if (!(await gate.run(() => mayI(connection, verb, kind, namespace)))) return false;
    return true;
  }

  private rulesIn(namespace: string): Promise<Rules | null> {
    const known = this.rules.get(namespace);
    if (known) return known;
    const made = this.readRules(namespace);
    this.rules.set(namespace, made);
    return made;
  }

  private async readRules(namespace: string): Promise<Rules | null> {
    // Where the rules that hold everywhere are not all told, those of a namespace are not either.
    if (namespace !== this.nowhere && (await this.rulesIn(this.nowhere)) === null) return null;
    return this.parts.gate.run(() => myRules(this.parts.connection, namespace));
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const notListed = () =>
  new CratonError("unavailable", {
    what: "the list of namespaces",
    why: "the first one is still on its way from the API server",
  });

const allowsAll = (rules: Rules, kind: RightsKind): boolean => verbs.every((verb) => rulesAllow(rules, verb, kind));
