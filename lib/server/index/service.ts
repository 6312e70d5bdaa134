/**
 * The main thread's side of an index: starts the worker, starts it anew when it dies, and carries windows and questions between
 * it and the live sockets. A socket is told of a death by `lost`: its browser connects again and asks for its windows anew.
 */
import { Worker } from "node:worker_threads";
import type { AgentEntry } from "../../contract/console.ts";
import type { KubeKind } from "../../contract/kube-kind.ts";
import type { Source, WindowQuery } from "../../contract/live.ts";
import type { Log } from "../log.ts";
import { Asking } from "./asking.ts";
import { Listeners } from "./listeners.ts";
import type { FromWorker, Questions, Snapshot, ToWorker } from "./messages.ts";
import type { Scope } from "./scope.ts";
import type { Found, SearchWish } from "./search.ts";
import type { WorkerData } from "./worker.ts";

export type Sink = {
  /** Texts of messages, in order; call `ready` when they are taken. */
  out(texts: string[]): void;
  lost(): void;
};

/** What sockets and the data layer need of it. */
export type Index = Pick<IndexService, "sources" | "add" | "send" | "remove" | "peek" | "search">;

const restartMs = 1_000;
/** A page of the console waits so long for its first rows; without them it is only a little later. */
const peekMs = 100;
const searchMs = 10_000;
/** A worker that needs more dies, and is started anew: one cluster must not take the machine. 150,000 pods take some 400 MiB. */
const mostHeapMb = 3_072;

export class IndexService {
  private readonly file: URL;
  private readonly data: WorkerData;
  private readonly log: Log;
  private worker: Worker | null = null;
  private readonly sinks = new Map<number, Sink>();
  private agents: AgentEntry[] = [];
  private reach: Scope | null = null;
  private known: Source[] = [];
  private knownKinds: KubeKind[] = [];
  /** The kinds are those of the cluster's discovery: one that is not among them is not there. */
  isDiscovered = false;
  /** Said while there is no worker: a browser may be back before it is. */
  private waiting: ToWorker[] = [];
  private readonly asking = new Asking((message) => this.say(message));
  private readonly kindListeners = new Listeners<KubeKind[]>();
  private readonly rightsListeners = new Listeners<void>();
  private next = 0;
  private closed = false;

  /** `file`: the worker's bundle. */
  constructor(file: URL, data: WorkerData, log: Log) {
    this.file = file;
    this.data = data;
    this.log = log;
    this.start();
  }

  setAgents(agents: AgentEntry[]): void {
    this.agents = agents;
    // A worker that starts is told anyway.
    if (this.worker) this.say({ op: "agents", agents });
  }

  /** What the credential of a Kubernetes index may list, by kind; null, as at first, when it reads everything. */
  setReach(reach: Scope | null): void {
    this.reach = reach;
    if (this.worker) this.say({ op: "reach", reach });
  }

  /** Whether the index reads all objects of a kind, as far as its credential is known to allow it. */
  readsAll(kind: string): boolean {
    return this.reach === null || this.reach[kind] === "all";
  }

  /** How the agents are, or the watches of a Kubernetes cluster. */
  sources(_cluster: string): Source[] {
    return this.known;
  }

  /** Kinds of a Kubernetes cluster; empty while none are known. */
  kinds(): readonly KubeKind[] {
    return this.knownKinds;
  }

  /** The answer ends it. */
  onKinds(listener: (kinds: KubeKind[]) => void): () => void {
    return this.kindListeners.add(listener);
  }

  /** Calls when roles or bindings of a Kubernetes cluster changed, and when that may have been missed. */
  onRights(listener: () => void): () => void {
    return this.rightsListeners.add(listener);
  }

  /** A live socket; the answer is its number for `send`. */
  add(sink: Sink): number {
    const socket = this.next++;
    this.sinks.set(socket, sink);
    return socket;
  }

  send(message: Exclude<ToWorker, { op: "agents" | "reach" | "ask" }>): void {
    this.say(message);
  }

  remove(socket: number): void {
    this.sinks.delete(socket);
    this.say({ op: "gone", socket });
  }

  /** One page of a list, as a window's snapshot; null when the index does not answer in time or refuses the query. */
  async peek(query: WindowQuery, scope: Scope, withinMs = peekMs): Promise<Snapshot | null> {
    if (!this.worker) return null;
    return this.asking.ask("peek", { query, scope }, withinMs).catch(() => null);
  }

  /** `bad-filter`, `unavailable`. */
  search(wish: SearchWish): Promise<Found> {
    return this.asking.ask("search", wish, searchMs);
  }

  /** Where one of these users or groups may have rights; `unavailable`. */
  candidates(subjects: string[]): Promise<Questions["candidates"]["answer"]> {
    return this.asking.ask("candidates", { subjects }, searchMs);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.asking.giveUp("the console stops");
    await this.worker?.terminate();
  }

  private say(message: ToWorker): void {
    if (this.worker) this.worker.postMessage(message);
    else this.waiting.push(message);
  }

  private start(): void {
    const resourceLimits = { maxOldGenerationSizeMb: mostHeapMb };
    const worker = new Worker(this.file, { workerData: this.data, name: "index", resourceLimits });
    this.worker = worker;
    worker.on("message", (message: FromWorker) => this.take(message));
    worker.on("error", (error) => this.log.error("the index worker failed", error));
    worker.once("exit", () => {
      if (this.closed) return;
      this.worker = null;
      this.known = this.known.map((source) => ({ ...source, state: "connecting" }));
      this.knownKinds = [];
      this.isDiscovered = false;
      this.asking.giveUp("the index starts anew");
      for (const sink of [...this.sinks.values()]) sink.lost();
      setTimeout(() => {
        if (!this.closed) this.start();
      }, restartMs).unref();
    });
    if ("home" in this.data) this.say({ op: "agents", agents: this.agents });
    if (this.reach !== null) this.say({ op: "reach", reach: this.reach });
    for (const message of this.waiting.splice(0)) this.say(message);
    // Roles may have changed while nobody looked.
    this.rightsListeners.tell();
  }

  private take(message: FromWorker): void {
    switch (message.op) {
      case "out":
        this.sinks.get(message.socket)?.out(message.texts);
        return;
      case "answer":
        this.asking.take(message);
        return;
      case "sources":
        this.known = message.sources;
        return;
      case "kinds":
        this.knownKinds = message.kinds;
        this.isDiscovered = message.isDiscovered;
        this.kindListeners.tell(message.kinds);
        return;
      case "rights":
        this.rightsListeners.tell();
        return;
      default:
        this.log.info(message.message, message.facts);
    }
  }
}
