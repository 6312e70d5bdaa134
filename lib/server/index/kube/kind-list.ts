/**
 * The kinds of a cluster, kept up to date: discovery is read at the start, when definitions or API services change, and
 * every five minutes. Columns of kinds that have none of ours are asked of the server's printer, one row each.
 */
import type { KubeKind } from "../../../contract/kube-kind.ts";
import type { KindScope } from "../scope.ts";
import { Backoff } from "./backoff.ts";
import { catalogue } from "./catalogue.ts";
import { type Clock, sleep } from "./clock.ts";
import { discover, listPath, nameOf, type Resource } from "./discovery.ts";
import { tableAccept } from "./encoding.ts";
import { asFault } from "./fault.ts";
import { typedKinds } from "./kinds/typed-kinds.ts";
import type { PrinterColumn } from "./table-columns.ts";
import type { Upstream } from "./upstream.ts";
import { wellKnown } from "./well-known.ts";

const rereadMs = 300_000;
/** Definitions come in bursts, and a new one is served a moment after it is there. */
const settleMs = 300;
const columnsAtOnce = 4;
/** Secrets are no matter of an index: not even one row of theirs is asked for. */
export const neverListed: ReadonlySet<string> = new Set(["secrets"]);

export type KindListOptions = {
  upstream: Upstream;
  clock: Clock;
  reach: (name: string) => KindScope;
  /** All kinds, each time that they changed. */
  changed: (kinds: KubeKind[]) => void;
  /** Why discovery fails; null when it does no longer. */
  failing: (why: string | null) => void;
};

export class KindList {
  private readonly options: KindListOptions;
  private readonly stopper = new AbortController();
  private resources: readonly Resource[] = wellKnown;
  /** Discovery was read at least once: before, only kinds that every cluster has are told. */
  isKnown = false;
  private readonly printed = new Map<string, readonly PrinterColumn[]>();
  /** Kinds whose definition changed since their columns were asked for. */
  private readonly outdated = new Set<string>();
  private told = "";
  private wake = () => {};
  private isAsked = false;

  constructor(options: KindListOptions) {
    this.options = options;
  }

  /** Runs until `stop`. */
  async run(): Promise<void> {
    const { clock, failing } = this.options;
    const backoff = new Backoff(clock);
    this.tell();
    const { signal } = this.stopper;
    while (!signal.aborted) {
      let wait = rereadMs;
      this.isAsked = false;
      const { epoch } = this.options.upstream;
      try {
        await this.read();
        failing(null);
        backoff.reset();
      } catch (thrown) {
        if (signal.aborted) return;
        wait = Math.max(200, backoff.next());
        if (asFault(thrown).kind === "auth") this.options.upstream.renew(epoch);
        failing(thrown instanceof Error ? thrown.message : String(thrown));
      }
      await this.pause(wait);
      if (this.isAsked) await sleep(clock, settleMs, signal);
    }
  }

  stop(): void {
    this.stopper.abort();
  }

  /** Definitions changed: read anew soon. With a kind's name its columns too. */
  stale(name: string | null): void {
    if (name !== null) this.outdated.add(name);
    this.isAsked = true;
    this.wake();
  }

  /** The server's printer said other columns than those known: in a list that has just come. */
  printedAs(name: string, columns: readonly PrinterColumn[]): void {
    if (typedKinds.has(name) || isSame(this.printed.get(name), columns)) return;
    this.printed.set(name, columns);
    this.tell();
  }

  columnsOf(name: string): readonly PrinterColumn[] {
    return this.printed.get(name) ?? [];
  }

  private async pause(ms: number): Promise<void> {
    if (this.isAsked) return;
    const pause = new AbortController();
    const end = () => pause.abort();
    this.wake = end;
    this.stopper.signal.addEventListener("abort", end, { once: true });
    await sleep(this.options.clock, ms, pause.signal);
    this.stopper.signal.removeEventListener("abort", end);
    this.wake = () => {};
  }

  private async read(): Promise<void> {
    const { signal } = this.stopper;
    const { resources, stale } = await discover(this.options.upstream, signal);
    if (signal.aborted) return;
    // What an absent server brings is not gone: it is unknown.
    const found = new Set(resources.map(nameOf));
    const before = this.isKnown ? this.resources : [];
    if (!this.isKnown) this.told = "";
    this.isKnown = true;
    const kept = before.filter((one) => stale.includes(one.group) && !found.has(nameOf(one)));
    this.resources = [...resources, ...kept];
    this.tell();
    await this.readColumns();
  }

  private async readColumns(): Promise<void> {
    const isAsked = (name: string) =>
      !typedKinds.has(name) && !neverListed.has(name) && (!this.printed.has(name) || this.outdated.has(name));
    const wanted = this.resources.filter((one) => isAsked(nameOf(one)));
    this.outdated.clear();
    const work = async () => {
      for (let one = wanted.shift(); one !== undefined; one = wanted.shift()) {
        if (this.stopper.signal.aborted) return;
        const columns = await this.askColumns(one).catch(() => null);
        if (columns !== null) this.printed.set(nameOf(one), columns);
      }
    };
    await Promise.all(Array.from({ length: columnsAtOnce }, work));
    if (!this.stopper.signal.aborted) this.tell();
  }

  private async askColumns(resource: Resource): Promise<readonly PrinterColumn[] | null> {
    const reach = this.options.reach(nameOf(resource));
    const namespace = typeof reach === "string" ? null : (reach[0] ?? null);
    if (reach === "none" || (reach !== "all" && namespace === null)) return null;
    const path = `${listPath(resource, namespace)}?limit=1&includeObject=None`;
    const { signal } = this.stopper;
    type Answer = { columnDefinitions?: PrinterColumn[] };
    const answer = await this.options.upstream.json<Answer>({ path, accept: tableAccept, signal });
    return answer.columnDefinitions ?? [];
  }

  private tell(): void {
    const kinds = catalogue(this.resources, this.printed);
    const text = JSON.stringify(kinds);
    if (text === this.told) return;
    this.told = text;
    this.options.changed(kinds);
  }
}

const isSame = (a: readonly PrinterColumn[] | undefined, b: readonly PrinterColumn[]) =>
  a !== undefined && JSON.stringify(a) === JSON.stringify(b);
