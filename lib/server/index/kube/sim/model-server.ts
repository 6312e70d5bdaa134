/**
 * A model of an API server with two replicas, one of which may lag, for the deterministic simulation: lists in chunks and as
 * streams, watches, bookmarks, compaction. Faults strike by chance while `isFaulty`.
 */
import type { KubeAnswer, KubeConnection, KubeRequest } from "../../../../api/kube/connection.ts";
import { CratonError } from "../../../../contract/errors.ts";
import { History } from "./history.ts";
import { ModelStream } from "./model-stream.ts";
import { Pipe } from "./pipe.ts";
import type { Random } from "./random.ts";
import type { VirtualClock } from "./virtual-clock.ts";

export type FaultKind =
  | "cut"
  | "cut-mid-frame"
  | "silent"
  | "gone-status"
  | "gone-event"
  | "unauthorised"
  | "busy"
  | "failing"
  | "restart"
  | "lost"
  | "late"
  | "doubled"
  | "reordered"
  | "lag";

export type ModelOptions = { streams: boolean; faults: ReadonlySet<FaultKind> };

const pageSize = 3;

export class ModelServer {
  isFaulty = true;
  version = 100;
  readonly histories = new Map<string, History>();
  /** Faults after which a client has to list anew. */
  readonly reasonsToList = new Map<string, number>();
  /** Events that were lost in silence. */
  lost = 0;
  listsAtOnce = 0;
  mostListsAtOnce = 0;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly options: ModelOptions;
  readonly streams = new Set<ModelStream>();
  private downUntil = 0;
  private refusals = 0;

  constructor(clock: VirtualClock, random: Random, kinds: readonly string[], options: ModelOptions) {
    this.clock = clock;
    this.random = random;
    this.options = options;
    for (const kind of kinds) this.histories.set(kind, new History());
  }

  has(fault: FaultKind): boolean {
    return this.isFaulty && this.options.faults.has(fault);
  }

  history(kind: string): History {
    const found = this.histories.get(kind);
    if (!found) throw new Error(`the model has no kind ${kind}`);
    return found;
  }

  /** Creates, changes or deletes one object. */
  change(kind: string, key: string, isDeletion: boolean): void {
    const history = this.history(kind);
    const isThere = history.latest.has(key);
    if (isDeletion && !isThere) return;
    this.version++;
    const type = isDeletion ? "DELETED" : isThere ? "MODIFIED" : "ADDED";
    history.add({ type, key, version: this.version, at: this.clock.now() });
    for (const stream of this.streams) if (stream.kind === kind) stream.changed();
  }

  /** Forgets changes, so that whoever comes late has to list. */
  compact(kind: string): void {
    this.history(kind).compacted = this.version;
  }

  /** Down for a while: all streams are cut. */
  restart(ms: number): void {
    this.downUntil = this.clock.now() + ms;
    for (const stream of [...this.streams]) stream.cut(this.random.chance(0.5));
  }

  get isDown(): boolean {
    return this.clock.now() < this.downUntil;
  }

  owe(kind: string): void {
    this.reasonsToList.set(kind, (this.reasonsToList.get(kind) ?? 0) + 1);
  }

  connect(): KubeConnection {
    return {
      server: "https://model",
      send: (request) => this.send(request),
      json: () => Promise.reject(new Error("not used")),
      close: () => {},
    };
  }

  private async send(request: KubeRequest): Promise<KubeAnswer> {
    await new Promise<void>((resolve) => this.clock.after(this.random.between(1, 40), resolve));
    if (request.signal?.aborted) throw new Error("aborted");
    const url = new URL(request.path, "https://model");
    const kind = url.pathname.slice(1);
    const isWatch = url.searchParams.get("watch") === "1";
    const isList = !isWatch || url.searchParams.get("sendInitialEvents") === "true";
    const owe = () => {
      if (isList) this.owe(kind);
    };
    if (this.isDown) {
      owe();
      throw new CratonError("cluster-unreachable", { cluster: "model", server: "model", why: "connection refused" });
    }
    const refusal = this.refusal();
    if (refusal !== null) {
      owe();
      return this.status(refusal, {}, request);
    }
    if (isWatch) return this.watch(kind, url.searchParams, isList, request);
    return this.page(kind, url.searchParams, request);
  }

  private refusal(): number | null {
    if (this.refusals > 0) {
      this.refusals--;
      return 401;
    }
    if (this.has("unauthorised") && this.random.chance(0.1)) {
      this.refusals = this.random.below(3);
      return 401;
    }
    if (this.has("busy") && this.random.chance(0.15)) return 429;
    return this.has("failing") && this.random.chance(0.15) ? 500 : null;
  }

  /** The newest version that the replica which takes the request has seen. */
  private seen(kind: string): { lag: number; version: number } {
    const lag = this.has("lag") && this.random.chance(0.4) ? this.random.between(200, 3_000) : 0;
    return { lag, version: lag === 0 ? this.version : this.versionAt(kind, this.clock.now() - lag) };
  }

  private versionAt(kind: string, time: number): number {
    let version = 100;
    for (const change of this.history(kind).changes) if (change.at <= time) version = change.version;
    return version;
  }

  private watch(kind: string, query: URLSearchParams, isList: boolean, request: KubeRequest): KubeAnswer {
    if (isList && !this.options.streams) {
      this.owe(kind);
      return this.status(422, { message: "sendInitialEvents is forbidden for watch" }, request);
    }
    const from = query.get("resourceVersion");
    const { lag, version } = this.seen(kind);
    if (isList && from !== null && version < Number(from)) {
      this.owe(kind);
      return this.status(504, { message: "Too large resource version" }, request);
    }
    const history = this.history(kind);
    const isGone = !isList && Number(from) < history.compacted;
    if (isGone) this.owe(kind);
    if (isGone && this.random.chance(0.5)) return this.status(410, { reason: "Expired" }, request);
    // A list that names no version is of the newest state.
    const stateLag = isList && from === null ? 0 : lag;
    const start = isList ? (stateLag === 0 ? this.version : version) : Number(from);
    const seconds = Number(query.get("timeoutSeconds"));
    const stream = new ModelStream(this, { kind, isList, start, lag: stateLag, seconds, signal: request.signal });
    this.streams.add(stream);
    stream.begin(isGone);
    return { status: 200, headers: {}, body: stream.pipe };
  }

  private page(kind: string, query: URLSearchParams, request: KubeRequest): KubeAnswer {
    const token = query.get("continue");
    const wanted = query.get("resourceVersion");
    const seen = this.seen(kind);
    const version = token === null ? (wanted === null ? this.version : seen.version) : Number(token.split(":")[0]);
    const from = token === null ? 0 : Number(token.split(":")[1]);
    if (wanted !== null && version < Number(wanted)) {
      this.owe(kind);
      return this.status(504, { message: "Too large resource version" }, request);
    }
    if (token !== null && (this.has("gone-status") ? this.random.chance(0.2) : false)) {
      this.owe(kind);
      return this.status(410, { reason: "Expired" }, request);
    }
    const all = [...this.history(kind).stateAt(version)].sort(([a], [b]) => (a < b ? -1 : 1));
    const limit = query.get("limit") === null ? all.length : pageSize;
    const items = all.slice(from, from + limit).map(([key, of]) => objectOf(key, of));
    const next = from + limit < all.length ? `${version}:${from + limit}` : undefined;
    return this.json(200, { metadata: { resourceVersion: String(version), continue: next }, items }, kind, request);
  }

  private json(status: number, value: unknown, kind: string, request: KubeRequest): KubeAnswer {
    const bytes = Buffer.from(JSON.stringify(value));
    const pipe = new Pipe(request.signal, () => {});
    const isCut = status === 200 && (this.has("cut") || this.has("cut-mid-frame")) && this.random.chance(0.1);
    if (isCut) this.owe(kind);
    this.clock.after(this.random.between(1, 30), () => {
      pipe.push(isCut ? bytes.subarray(0, this.random.below(bytes.length)) : bytes);
      if (isCut && this.random.chance(0.5)) pipe.fail("socket hang up");
      else pipe.end();
    });
    return { status, headers: {}, body: pipe };
  }

  private status(code: number, more: Record<string, unknown>, request: KubeRequest): KubeAnswer {
    const answer = this.json(code, { kind: "Status", code, ...more }, "", request);
    return code === 429 ? { ...answer, headers: { "retry-after": String(1 + this.random.below(3)) } } : answer;
  }
}

export function objectOf(key: string, version: number): unknown {
  const metadata = { name: key, resourceVersion: String(version), creationTimestamp: "2026-11-24T00:00:00Z" };
  return { metadata };
}
