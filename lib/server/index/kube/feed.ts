/**
 * A Kubernetes cluster as the feed of one engine: discovery makes its kinds, watches fill their tables. Some kinds are
 * always watched, for they answer what pages ask at any time; the others from their first reader on, until ten minutes
 * after the last. Secrets never: their list is read with the user's own right.
 */

import { CratonError } from "../../../contract/errors.ts";
import type { KubeKind } from "../../../contract/kube-kind.ts";
import type { Source } from "../../../contract/live.ts";
import type { Feed } from "../feed.ts";
import type { KindScope, Scope } from "../scope.ts";
import type { Table, TableKind } from "../table.ts";
import { type Clock, realClock } from "./clock.ts";
import { KindList, neverListed } from "./kind-list.ts";
import { cellsOfUse, NodeUse } from "./node-use.ts";
import { Outputs } from "./outputs.ts";
import { SourceNumberBook } from "./source-numbers.ts";
import { Turn } from "./turn.ts";
import { type Connect, Upstream } from "./upstream.ts";
import { WatchedKind } from "./watched-kind.ts";

/** What a feed does with its engine. */
export type Tables = {
  addKind(kind: TableKind): Table;
  removeKind(name: string): void;
  table(name: string): Table;
  changed(): void;
};

export type KubeFeedOptions = {
  connect: Connect;
  clock?: Clock;
  /** All kinds, each time that they changed. */
  kindsChanged(kinds: KubeKind[], isDiscovered: boolean): void;
  /** Roles or bindings changed; told once 50 ms after the first of them. */
  rightsChanged(): void;
  sourcesChanged(): void;
};

const rights = ["roles", "clusterroles", "rolebindings", "clusterrolebindings"].map(
  (name) => `${name}.rbac.authorization.k8s.io`,
);
const definitions = "customresourcedefinitions.apiextensions.k8s.io";
const apiServices = "apiservices.apiregistration.k8s.io";
/** In the order in which they are listed when nobody waits for another. */
const always = [
  "namespaces",
  ...rights,
  definitions,
  apiServices,
  "nodes",
  "services",
  "deployments.apps",
  "statefulsets.apps",
  "daemonsets.apps",
  "jobs.batch",
  "cronjobs.batch",
  "replicasets.apps",
  "events",
  "pods",
];
const keepMs = 600_000;
const rightsMs = 50;
const useMs = 250;
/** Ages of live sources move on without a change of state: windows are told so often. */
const ageMs = 5_000;

export class KubeFeed implements Feed {
  tick = 0;
  private readonly tables: Tables;
  private readonly options: KubeFeedOptions;
  private readonly clock: Clock;
  private readonly upstream: Upstream;
  private readonly turn = new Turn();
  private readonly numbers = new SourceNumberBook();
  private readonly use = new NodeUse();
  private readonly outputs: Outputs;
  private readonly list: KindList;
  private readonly watched = new Map<string, WatchedKind>();
  private readonly wanted = new Set<string>();
  private readonly ending = new Map<string, () => void>();
  private readonly timers = new Map<string, () => void>();
  private kinds = new Map<string, KubeKind>();
  private reach: Scope | null = null;
  private failing: string | null = null;

  constructor(tables: Tables, options: KubeFeedOptions) {
    this.tables = tables;
    this.options = options;
    this.clock = options.clock ?? realClock;
    this.upstream = new Upstream(options.connect);
    this.outputs = new Outputs(tables, this.use, this.clock, (name) => this.list.stale(name));
    this.list = new KindList({
      upstream: this.upstream,
      clock: this.clock,
      reach: (name) => this.reachOf(name),
      changed: (kinds) => this.take(kinds),
      failing: (why) => {
        this.failing = why;
        this.stateChanged();
      },
    });
  }

  start(): void {
    void this.list.run();
    this.every("ages", ageMs, () => this.stateChanged());
  }

  stop(): void {
    this.list.stop();
    for (const one of this.watched.values()) one.stop();
    for (const cancel of [...this.ending.values(), ...this.timers.values()]) cancel();
    this.upstream.close();
  }

  /**
   * What the reader's credential may list, by kind; null for everything. What is gone goes with its rows. Another right or
   * credential is tried at once.
   */
  setReach(reach: Scope | null): void {
    this.reach = reach;
    for (const [name, one] of this.watched) one.follow(this.reachOf(name));
    for (const one of this.watched.values()) one.nudge();
    this.list.stale(null);
  }

  want(kind: string): void {
    const found = this.kinds.get(kind);
    if (!found) throw new CratonError("not-found", { what: "kind", value: kind });
    this.ending.get(kind)?.();
    this.ending.delete(kind);
    this.wanted.add(kind);
    for (const name of found.of ?? [kind]) this.watch(name);
    this.turn.look();
  }

  release(kind: string): void {
    this.wanted.delete(kind);
    this.ending.get(kind)?.();
    const cancel = this.clock.after(keepMs, () => {
      this.ending.delete(kind);
      this.unwatch(kind);
    });
    this.ending.set(kind, cancel);
  }

  sources(kind: string): Source[] {
    const names = this.kinds.get(kind)?.of ?? [kind];
    return names.map((name) => this.watched.get(name)?.source() ?? this.unwatched(name));
  }

  /** All that is watched; before discovery was read, what will be. */
  allSources(): Source[] {
    if (!this.list.isKnown) return always.filter((name) => this.kinds.has(name)).map((name) => this.unwatched(name));
    return [...this.watched.values()].map((one) => one.source());
  }

  isStale(source: number): boolean {
    return this.numbers.isStale(source);
  }

  kindOf(source: number): string {
    return this.numbers.kindOf(source);
  }

  private unwatched(name: string): Source {
    const state = this.failing === null ? "connecting" : "down";
    return { name, state, asOf: null, why: this.failing };
  }

  private reachOf(name: string): KindScope {
    return this.reach === null ? "all" : (this.reach[name] ?? "none");
  }

  /** Discovery told the kinds anew. */
  private take(kinds: KubeKind[]): void {
    const before = this.kinds;
    this.kinds = new Map(kinds.map((kind) => [kind.name, kind]));
    for (const name of before.keys()) {
      if (this.kinds.has(name)) continue;
      this.unwatch(name, true);
      this.tables.removeKind(name);
    }
    for (const kind of kinds) if (!isSameTable(before.get(kind.name), kind)) this.renew(kind);
    for (const name of [...always, ...this.wanted]) this.watch(name);
    this.options.kindsChanged(kinds, this.list.isKnown);
    this.stateChanged();
  }

  /** A kind that is new, or whose columns or address changed: a new table, filled anew if it was watched. */
  private renew(kind: KubeKind): void {
    const wasWatched = this.watched.has(kind.name);
    this.unwatch(kind.name, true);
    this.tables.addKind(kind);
    for (const name of kind.of ?? []) this.unwatch(name, true);
    if (wasWatched || this.wanted.has(kind.name)) this.watch(kind.name);
  }

  private watch(name: string): void {
    const kind = this.kinds.get(name);
    if (kind === undefined || !this.list.isKnown || kind.of || this.watched.has(name) || neverListed.has(name)) return;
    const mixed = [...this.kinds.values()].filter(({ of }) => of?.includes(name)).map((one) => one.name);
    const { encoding, outputs } = this.outputs.of(kind, mixed, (columns) => this.list.printedAs(name, columns));
    const one = new WatchedKind({
      ...{
        kind,
        upstream: this.upstream,
        clock: this.clock,
        turn: this.turn,
        encoding,
        outputs,
        numbers: this.numbers,
      },
      rank: () => (this.isWanted(name) ? -1 : always.indexOf(name) + 1 || always.length + 1),
      changed: () => this.changed(name),
      stateChanged: () => this.stateChanged(),
    });
    this.watched.set(name, one);
    one.follow(this.reachOf(name));
  }

  /** Somebody looks at it, or at a mixed list that shows it. */
  private isWanted(name: string): boolean {
    return this.wanted.has(name) || [...this.wanted].some((other) => this.kinds.get(other)?.of?.includes(name));
  }

  private unwatch(name: string, isForced = false): void {
    if (!isForced && (always.includes(name) || this.wanted.has(name))) return;
    this.watched.get(name)?.stop();
    this.watched.delete(name);
    this.tables.changed();
  }

  private changed(name: string): void {
    this.tables.changed();
    if (rights.includes(name)) this.once("rights", rightsMs, () => this.tellRights());
    if (name === definitions || name === apiServices) this.list.stale(null);
    if (name === "pods") this.once("use", useMs, () => this.tellUse());
  }

  /** The reader's own rights may be among them. */
  private tellRights(): void {
    this.options.rightsChanged();
    for (const one of this.watched.values()) one.nudge();
  }

  private tellUse(): void {
    if (!this.kinds.has("nodes")) return;
    const table = this.tables.table("nodes");
    for (const node of this.use.taken()) {
      const slot = table.slot(node);
      if (slot === undefined) continue;
      const cells = cellsOfUse(this.use.of(node));
      const row = table.kind.columns.map(({ id }) => cells[id]);
      table.put(node, table.sources[slot] ?? -1, row);
    }
    this.tables.changed();
  }

  private stateChanged(): void {
    this.tick++;
    this.tables.changed();
    this.once("sources", rightsMs, () => this.options.sourcesChanged());
  }

  private once(what: string, ms: number, call: () => void): void {
    if (this.timers.has(what)) return;
    const cancel = this.clock.after(ms, () => {
      this.timers.delete(what);
      call();
    });
    this.timers.set(what, cancel);
  }

  private every(what: string, ms: number, call: () => void): void {
    this.once(what, ms, () => {
      this.every(what, ms, call);
      call();
    });
  }
}

function isSameTable(a: KubeKind | undefined, b: KubeKind): boolean {
  if (a === undefined) return false;
  const facts = ({ columns, group, version, namespaced, verbs, of }: KubeKind) =>
    JSON.stringify([columns, group, version, namespaced, verbs.includes("watch"), of]);
  return facts(a) === facts(b);
}
