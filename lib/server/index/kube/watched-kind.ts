/** One kind under watch: of the whole cluster, or namespace by namespace where the reader's rights reach no further. */
import type { KubeKind } from "../../../contract/kube-kind.ts";
import type { Source } from "../../../contract/live.ts";
import type { KindScope } from "../scope.ts";
import type { Clock } from "./clock.ts";
import { listPath } from "./discovery.ts";
import type { Encoding } from "./encoding.ts";
import type { Output } from "./output.ts";
import { Reflector } from "./reflector.ts";
import { Rows } from "./rows.ts";
import type { SourceNumberBook } from "./source-numbers.ts";
import type { Turn } from "./turn.ts";
import type { Upstream } from "./upstream.ts";

export type WatchedKindOptions = {
  kind: KubeKind;
  upstream: Upstream;
  clock: Clock;
  turn: Turn;
  rank: () => number;
  encoding: Encoding;
  outputs: readonly Output[];
  numbers: SourceNumberBook;
  changed: () => void;
  stateChanged: () => void;
};

/** More would be a watch a namespace for thousands of them; the rest is told as missing. */
const mostNamespaces = 200;

type Part = { namespace: string | null; reflector: Reflector; rows: Rows };

export class WatchedKind {
  readonly kind: KubeKind;
  private readonly options: WatchedKindOptions;
  private parts: Part[] = [];
  private reach: KindScope = "none";

  constructor(options: WatchedKindOptions) {
    this.options = options;
    this.kind = options.kind;
  }

  /** Watches what the reader may see: begins what is new, ends what is gone with its rows. */
  follow(reach: KindScope): void {
    this.reach = reach;
    const { namespaced } = this.kind;
    const names = typeof reach === "string" ? [] : namespaced ? reach.slice(0, mostNamespaces) : [];
    const wanted: (string | null)[] = reach === "all" ? [null] : names;
    const ended = this.parts.filter(({ namespace }) => !wanted.includes(namespace));
    this.parts = this.parts.filter(({ namespace }) => wanted.includes(namespace));
    for (const { reflector, rows } of ended) {
      reflector.stop();
      rows.clear();
    }
    for (const namespace of wanted) {
      if (!this.parts.some((part) => part.namespace === namespace)) this.parts.push(this.begin(namespace));
    }
    this.options.changed();
    this.options.stateChanged();
  }

  /** Rights or credentials changed: what waits to try again tries now. */
  nudge(): void {
    for (const { reflector } of this.parts) reflector.nudge();
  }

  stop(): void {
    this.follow("none");
  }

  /** The parts as one: as bad as the worst, as old as the oldest. */
  source(): Source {
    const { name } = this.kind;
    const all = this.parts.map(({ reflector }) => reflector.freshness.now);
    const worst =
      all.find(({ state }) => state === "down") ?? all.find(({ state }) => state === "connecting") ?? all[0];
    if (worst === undefined)
      return { name, state: "down", asOf: null, why: `the console's credential may not list ${name}` };
    const asOf = all.some((one) => one.asOf === null) ? null : Math.min(...all.map((one) => one.asOf ?? 0));
    const { state, loading } = worst;
    const left = typeof this.reach === "string" ? 0 : this.reach.length - mostNamespaces;
    const why = worst.why ?? (left > 0 ? `${left} namespaces are not watched: more than ${mostNamespaces}` : null);
    if (!loading) return { name, state, asOf, why };
    const rows = this.parts.reduce((sum, part) => sum + (part.rows.listed ?? 0), 0);
    return { name, state, asOf, why, loading: { rows, of: all.length === 1 ? loading.of : null } };
  }

  private begin(namespace: string | null): Part {
    const { kind, options } = this;
    const { upstream, clock, turn, rank, encoding, outputs, numbers, changed, stateChanged } = options;
    const rows = new Rows(outputs, {
      take: () => numbers.take(kind.name, reflector),
      free: (source) => numbers.free(source),
    });
    const path = listPath(kind, namespace);
    const isWatchable = kind.verbs.includes("watch");
    const reflector: Reflector = new Reflector({
      ...{ upstream, clock, turn, rank, path, isWatchable, encoding, rows, changed, stateChanged },
    });
    void reflector.run();
    return { namespace, reflector, rows };
  }
}
