/** The agents of the cluster `fleet` as sources of one engine. */
import type { AgentClient } from "../../api/agent/client.ts";
import type { AgentEntry } from "../../contract/console.ts";
import { kinds } from "../../contract/kinds.ts";
import type { Source } from "../../contract/live.ts";
import { Engine } from "./engine.ts";
import { EventRing } from "./event-ring.ts";
import type { Feed } from "./feed.ts";
import { ImagePlaces } from "./image-places.ts";
import { NodeRows } from "./node-rows.ts";
import { AgentSource } from "./source.ts";

type Held = { source: AgentSource; rows: NodeRows; number: number };

export class Fleet implements Feed {
  /** Grows with each change of an agent's state. */
  tick = 0;
  readonly engine: Engine;
  private readonly held = new Map<string, Held>();
  private readonly byNumber: (AgentSource | null)[] = [];
  private readonly ring: EventRing;
  private readonly places = new ImagePlaces();
  private readonly connect: (entry: AgentEntry) => AgentClient;
  private readonly sourcesChanged: (sources: Source[]) => void;

  constructor(
    connect: (entry: AgentEntry) => AgentClient,
    send: (socket: number, texts: string[]) => void,
    sourcesChanged: (sources: Source[]) => void,
  ) {
    this.connect = connect;
    this.sourcesChanged = sourcesChanged;
    this.engine = new Engine(this, send);
    for (const kind of Object.values(kinds)) this.engine.addKind(kind);
    this.ring = new EventRing(this.engine.table(kinds.events.name));
  }

  /** All agents are followed all the time, with all kinds. */
  want(): void {}
  release(): void {}

  sources(): Source[] {
    return [...this.held.values()].map(({ source }) => ({ ...source.state }));
  }

  isStale(number: number): boolean {
    return this.byNumber[number]?.state.state === "down";
  }

  /** No list of the fleet is mixed. */
  kindOf(): string {
    return "";
  }

  /** Makes the sources fit the list: new agents are followed, others let go with their rows. */
  agents(entries: readonly AgentEntry[]): void {
    for (const [name, { source, rows, number }] of this.held) {
      if (entries.some((entry) => entry.name === name && entry.address === source.address)) continue;
      source.stop();
      rows.remove();
      this.byNumber[number] = null;
      this.held.delete(name);
    }
    for (const entry of entries) {
      if (this.held.has(entry.name)) continue;
      const number = this.byNumber.push(null) - 1;
      const rows = new NodeRows(this.engine, this.ring, this.places, number, entry);
      const source = new AgentSource(
        entry,
        rows,
        () => this.connect(entry),
        () => this.changed(),
      );
      this.byNumber[number] = source;
      this.held.set(entry.name, { source, rows, number });
      void source.run();
    }
    this.changed();
  }

  stop(): void {
    for (const { source } of this.held.values()) source.stop();
    this.engine.stop();
  }

  private changed(): void {
    this.tick++;
    this.engine.changed();
    this.sourcesChanged(this.sources());
  }
}
