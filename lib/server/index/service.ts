/**
 * The main thread's side of the index: starts the worker, starts it anew when it dies, and carries windows between it and
 * the live sockets. A socket is told of a death by `lost`: its browser connects again and asks for its windows anew.
 */
import { Worker } from "node:worker_threads";
import type { AgentEntry } from "../../contract/console.ts";
import type { Source, WindowQuery } from "../../contract/live.ts";
import type { Log } from "../log.ts";
import type { FromWorker, Snapshot, ToWorker } from "./messages.ts";
import type { Scope } from "./scope.ts";
import type { WorkerData } from "./worker.ts";

export type Sink = {
  /** Texts of messages, in order; call `ready` when they are taken. */
  out(texts: string[]): void;
  lost(): void;
};

/** What sockets and the data layer need of it. */
export type Index = Pick<IndexService, "sources" | "add" | "send" | "remove" | "peek">;

const restartMs = 1_000;
/** A page of the console waits so long for its first rows; without them it is only a little later. */
const peekMs = 100;

export class IndexService {
  private readonly file: URL;
  private readonly data: WorkerData;
  private readonly log: Log;
  private worker: Worker | null = null;
  private readonly sinks = new Map<number, Sink>();
  private agents: AgentEntry[] = [];
  private known: Source[] = [];
  /** Said while there is no worker: a browser may be back before it is. */
  private waiting: ToWorker[] = [];
  private readonly peeks = new Map<number, (page: Snapshot | null) => void>();
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

  /** How the sources of a cluster are; there is one cluster as yet. */
  sources(_cluster: string): Source[] {
    return this.known;
  }

  /** A live socket; the answer is its number for `send`. */
  add(sink: Sink): number {
    const socket = this.next++;
    this.sinks.set(socket, sink);
    return socket;
  }

  send(message: Exclude<ToWorker, { op: "agents" }>): void {
    this.say(message);
  }

  remove(socket: number): void {
    this.sinks.delete(socket);
    this.say({ op: "gone", socket });
  }

  /** One page of a list, as a window's snapshot; null when the index does not answer in time or refuses the query. */
  peek(query: WindowQuery, scope: Scope): Promise<Snapshot | null> {
    if (!this.worker) return Promise.resolve(null);
    const ask = this.next++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => answer(null), peekMs);
      const answer = (page: Snapshot | null) => {
        clearTimeout(timer);
        this.peeks.delete(ask);
        resolve(page);
      };
      this.peeks.set(ask, answer);
      this.say({ op: "peek", ask, query, scope });
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.worker?.terminate();
  }

  private say(message: ToWorker): void {
    if (this.worker) this.worker.postMessage(message);
    else this.waiting.push(message);
  }

  private start(): void {
    const worker = new Worker(this.file, { workerData: this.data, name: "index" });
    this.worker = worker;
    worker.on("message", (message: FromWorker) => this.take(message));
    worker.on("error", (error) => this.log.error("the index worker failed", error));
    worker.once("exit", () => {
      if (this.closed) return;
      this.worker = null;
      this.known = this.known.map((source) => ({ ...source, state: "connecting" }));
      for (const answer of [...this.peeks.values()]) answer(null);
      for (const sink of [...this.sinks.values()]) sink.lost();
      setTimeout(() => {
        if (!this.closed) this.start();
      }, restartMs).unref();
    });
    this.say({ op: "agents", agents: this.agents });
    for (const message of this.waiting.splice(0)) this.say(message);
  }

  private take(message: FromWorker): void {
    if (message.op === "out") this.sinks.get(message.socket)?.out(message.texts);
    else if (message.op === "peeked") this.peeks.get(message.ask)?.(message.page);
    else if (message.op === "sources") this.known = message.sources;
    else this.log.info(message.message, message.facts);
  }
}
