/** One schedule of the deterministic simulation: a seed makes the changes, the faults and their times. */
import { compileFilter } from "../../filter.ts";
import { orderOf } from "../../order.ts";
import { Table } from "../../table.ts";
import { View } from "../../view.ts";
import { commonCells, withCommonColumns } from "../common-columns.ts";
import { objectEncoding } from "../encoding.ts";
import { inOrder } from "../output.ts";
import { Reflector } from "../reflector.ts";
import { Rows } from "../rows.ts";
import { SourceNumberBook } from "../source-numbers.ts";
import { Turn } from "../turn.ts";
import { Upstream } from "../upstream.ts";
import { type FaultKind, ModelServer } from "./model-server.ts";
import { ProbedOutput, SimulationFault } from "./probe.ts";
import { Random } from "./random.ts";
import { VirtualClock } from "./virtual-clock.ts";

export const faultKinds: readonly FaultKind[] = [
  "cut",
  "cut-mid-frame",
  "silent",
  "gone-status",
  "gone-event",
  "unauthorised",
  "busy",
  "failing",
  "restart",
  "lost",
  "late",
  "doubled",
  "reordered",
  "lag",
];

/** Lateness of the model: lag, late bytes, held events, and the way of a request. */
const slackMs = 9_000;
const stormMs = 60_000;
const lookMs = 1_000;

export type Outcome = { lists: number; changes: number; faults: readonly FaultKind[] };

/** Throws a SimulationFault that names what does not hold. */
export async function simulate(seed: number, only?: readonly FaultKind[]): Promise<Outcome> {
  const random = new Random(seed);
  const clock = new VirtualClock(random);
  const faults = only ?? faultKinds.filter(() => random.chance(0.35));
  const server = new ModelServer(clock, random, ["a", "b"], { streams: random.chance(0.7), faults: new Set(faults) });
  const upstream = new Upstream(() => server.connect());
  const turn = new Turn();
  const sides = ["a", "b"].map((kind) => new Side(kind, server, upstream, turn));
  for (const { kind } of sides)
    for (let at = 0; at < 6; at++) if (random.chance(0.7)) server.change(kind, `k${at}`, false);
  for (const side of sides) void side.reflector.run();
  const end = clock.now() + stormMs;
  const change = () => {
    server.change(random.pick(sides).kind, `k${random.below(8)}`, random.chance(0.3));
    if (clock.now() < end + 10_000) clock.after(random.between(20, 2_500), change);
  };
  change();
  if (server.has("restart"))
    clock.after(random.between(1_000, 50_000), () => server.restart(random.between(100, 15_000)));
  if (server.has("gone-status") || server.has("gone-event")) {
    const compact = () => {
      for (const { kind } of sides) server.compact(kind);
      if (clock.now() < end) clock.after(random.between(5_000, 30_000), compact);
    };
    clock.after(random.between(5_000, 30_000), compact);
  }
  const look = async (ms: number, step: number) => {
    for (let passed = 0; passed < ms; passed += step) {
      await clock.pass(step);
      for (const side of sides) side.look(step);
    }
  };
  await look(stormMs, lookMs);
  server.isFaulty = false;
  await look(240_000, lookMs * 10);
  if (server.lost > 0) await look(80 * 60_000, 60_000);
  for (const side of sides) side.converged();
  if (server.mostListsAtOnce > 1) throw new SimulationFault(`${server.mostListsAtOnce} lists at once`);
  for (const side of sides) side.reflector.stop();
  await clock.pass(1);
  return { lists: sides.reduce((sum, side) => sum + side.reflector.lists, 0), changes: server.version - 100, faults };
}

/** One kind: its rows, a view on them, and what must hold of both. */
class Side {
  readonly kind: string;
  readonly reflector: Reflector;
  private readonly server: ModelServer;
  private readonly table: Table;
  private readonly view: View;
  private readonly began: number;
  private openAt: number;
  private liveSince: number;
  private fault: SimulationFault | null = null;

  constructor(kind: string, server: ModelServer, upstream: Upstream, turn: Turn) {
    const { clock } = server;
    this.kind = kind;
    this.server = server;
    this.began = clock.now();
    this.openAt = this.began;
    this.liveSince = this.began;
    const columns = withCommonColumns([], { namespaced: false, hasStatus: false });
    const sort = [{ column: "name", desc: false }];
    this.table = new Table({ name: kind, title: kind, columns, status: "status", sort });
    this.view = new View(this.table, {
      ...{
        visible: { table: this.table, scope: {}, allows: () => true },
        filter: compileFilter(this.table, "", 0),
        order: orderOf(this.table, []),
      },
      status: null,
    });
    const output = new ProbedOutput(
      this.table,
      inOrder(this.table, ({ metadata }) => commonCells(metadata)),
    );
    const put = output.put.bind(output);
    output.put = (...row) => {
      try {
        put(...row);
      } catch (thrown) {
        this.fault ??= thrown as SimulationFault;
      }
    };
    const numbers = new SourceNumberBook();
    const rows = new Rows([output], {
      take: () => numbers.take(kind, this.reflector),
      free: (source) => numbers.free(source),
    });
    this.reflector = new Reflector({
      ...{ upstream, clock, turn, rank: () => 0, path: `/${kind}`, isWatchable: true, encoding: objectEncoding, rows },
      changed: () => {},
      stateChanged: () => {
        if (this.reflector?.freshness.now.state === "live") this.liveSince = clock.now();
      },
    });
  }

  /** What must hold at any time; `step` ms after the last look. */
  look(step: number): void {
    this.view.update();
    this.table.settle();
    if (this.fault !== null) throw this.fault;
    const { clock } = this.server;
    const { state, asOf } = this.reflector.freshness.now;
    const now = clock.now();
    for (const stream of this.server.streams) if (stream.kind === this.kind && stream.pipe.isOpen) this.openAt = now;
    if (state !== "live" || asOf === null) return;
    const sinceOpen = now - Math.max(this.openAt, this.liveSince);
    if (sinceOpen > 2_000 + step) this.fail("is live 2 s after a break");
    if (now - Math.max(asOf, this.liveSince) > 130_000 + step) this.fail("is live though nothing was heard");
    if (this.server.lost === 0)
      this.compare(this.server.history(this.kind).changes.filter(({ at }) => at <= asOf - slackMs));
    this.listsAreOwed();
  }

  converged(): void {
    const { state } = this.reflector.freshness.now;
    if (state !== "live") this.fail(`is ${state} in the end: ${this.reflector.freshness.now.why}`);
    const wanted = [...this.server.history(this.kind).latest].sort(([a], [b]) => (a < b ? -1 : 1));
    const found = [...this.view.rows].map((slot): [string, number] => {
      const key = this.table.keys[slot] as string;
      return [key, this.versionOf(key)];
    });
    if (JSON.stringify(found) !== JSON.stringify(wanted))
      this.fail(`did not converge: has ${JSON.stringify(found)}, should have ${JSON.stringify(wanted)}`);
    if (found.some(([key]) => this.reflector.isStale(this.table.sources[this.table.slot(key) ?? -1] ?? -1)))
      this.fail("has stale rows in the end");
  }

  /** Rows show at least what these changes made. */
  private compare(changes: readonly { type: string; key: string; version: number }[]): void {
    const last = new Map(changes.map((change) => [change.key, change]));
    for (const { type, key, version } of last.values()) {
      const shown = this.table.has(key) ? this.versionOf(key) : null;
      if (
        type === "DELETED"
          ? shown !== null && shown < version
          : shown !== null
            ? shown < version
            : !this.wasDeleted(key, version)
      )
        this.fail(`shows ${key} at ${shown} as fresh, it was ${type} at ${version}`);
    }
  }

  private wasDeleted(key: string, after: number): boolean {
    const { changes } = this.server.history(this.kind);
    return changes.some((change) => change.key === key && change.type === "DELETED" && change.version > after);
  }

  /** At most one list a fault that asks for one, besides the first and those of each hour. */
  private listsAreOwed(): void {
    const hours = Math.floor((this.server.clock.now() - this.began) / (48 * 60_000));
    const owed = 1 + (this.server.reasonsToList.get(this.kind) ?? 0) + hours;
    if (this.reflector.lists > owed) this.fail(`listed ${this.reflector.lists} times, ${owed} were owed`);
  }

  private versionOf(key: string): number {
    const slot = this.table.slot(key) ?? -1;
    return Number(this.table.columns[this.table.position("rv")]?.get(slot));
  }

  private fail(why: string): never {
    throw new SimulationFault(`${this.kind} ${why}`);
  }
}
