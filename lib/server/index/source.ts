/**
 * One agent as a source: lists once, then follows its events from the number that the lists show. Over a break it resumes;
 * when the events in between are gone it lists again, as a new generation: what the new list lacks is removed.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Caller } from "../../api/agent/assertion.ts";
import type { AgentClient } from "../../api/agent/client.ts";
import type { EventLine } from "../../contract/event.ts";
import type { Source as SourceState } from "../../contract/live.ts";
import { isCratonError } from "../http/craton-error.ts";
import type { NodeRows } from "./node-rows.ts";

/** Reads for all users; what each may see is decided where a window opens. */
const reader: Caller = { user: "console-index", role: "viewer" };
const firstWait = 500;
const longestWait = 15_000;
const factsEveryMs = 30_000;
/** Events of before that are shown; the table keeps as many in all. */
const keptEvents = 20_000;

export class AgentSource {
  readonly name: string;
  readonly address: string;
  state: SourceState;
  private readonly rows: NodeRows;
  private readonly connect: () => AgentClient;
  private readonly stateChanged: () => void;
  private readonly stopper = new AbortController();
  private client: AgentClient | null = null;

  constructor(
    entry: { name: string; address: string },
    rows: NodeRows,
    connect: () => AgentClient,
    stateChanged: () => void,
  ) {
    this.name = entry.name;
    this.address = entry.address;
    this.rows = rows;
    this.connect = connect;
    this.stateChanged = stateChanged;
    this.state = { name: entry.name, state: "connecting", asOf: null, why: null };
  }

  /** Runs until `stop`. */
  async run(): Promise<void> {
    const { signal } = this.stopper;
    for (let wait = firstWait; !signal.aborted; wait = Math.min(wait * 2, longestWait)) {
      const before = Date.now();
      try {
        this.client ??= this.connect();
        await this.follow(this.client, { ...reader, signal });
      } catch (error) {
        if (signal.aborted) return;
        // Events that are gone are no trouble of the agent: list again at once.
        if (isCratonError(error) && error.code === "events-gone") wait = firstWait / 2;
        else this.enter("down", error instanceof Error ? error.message : String(error));
      }
      if (Date.now() - before > longestWait) wait = firstWait;
      await sleep(wait / 2 + (Math.random() * wait) / 2, undefined, { signal }).catch(() => {});
    }
  }

  stop(): void {
    this.stopper.abort();
    this.client?.close();
  }

  private async follow(client: AgentClient, caller: Caller): Promise<void> {
    const [pods, images, facts] = await Promise.all([
      client.pods.list(caller),
      client.images.list(caller),
      client.node.facts(caller),
    ]);
    this.rows.list(pods.pods, images.images, facts);
    this.enter("live", null);
    const shown = { pod: pods.seq, image: images.seq, node: 0 };
    const newest = Math.max(pods.seq, images.seq);
    if (newest < this.rows.lastEvent) this.rows.forgetEvents();
    // The event rows of before come from the same stream; objects that the lists show already are left alone.
    const since = Math.min(pods.seq, images.seq, this.rows.lastEvent || Math.max(0, newest - keptEvents));
    const poll = setInterval(() => void this.pollFacts(client, caller), factsEveryMs);
    try {
      await this.read(client, caller, since, shown);
    } finally {
      clearInterval(poll);
    }
  }

  private async read(client: AgentClient, caller: Caller, since: number, shown: Record<string, number>): Promise<void> {
    const onConnection = (told: { connected: boolean; why: string | null }) =>
      this.enter(told.connected ? "live" : "down", told.why);
    try {
      for await (const line of client.events(caller, { since, follow: true, stats: true, onConnection })) {
        this.take(line, shown);
      }
    } catch (error) {
      const oldest = isCratonError(error) && error.code === "events-gone" ? Number(error.facts.oldest) : Number.NaN;
      // The beginning was cut off, but not what follows the lists: begin later.
      if (since < oldest - 1 && oldest - 1 <= Math.min(shown.pod ?? 0, shown.image ?? 0)) {
        await this.read(client, caller, oldest - 1, shown);
        return;
      }
      throw error;
    }
  }

  private take(line: EventLine, shown: Record<string, number>): void {
    this.state.asOf = Date.now();
    if (this.state.state !== "live") this.enter("live", null);
    if (line.type === "stats") this.rows.stats(line.node, line.pods);
    if (line.type === "event") this.rows.event(line, line.event.seq > (shown[line.event.noun] ?? 0));
  }

  private async pollFacts(client: AgentClient, caller: Caller): Promise<void> {
    try {
      this.rows.facts(await client.node.facts(caller));
    } catch {
      // The event stream tells when the agent is away.
    }
  }

  private enter(state: SourceState["state"], why: string | null): void {
    const asOf = state === "live" ? Date.now() : this.state.asOf;
    const changed = this.state.state !== state || this.state.why !== why;
    this.state = { name: this.name, state, asOf, why: state === "live" ? null : why };
    if (!changed) return;
    this.rows.connection(state);
    this.stateChanged();
  }
}
