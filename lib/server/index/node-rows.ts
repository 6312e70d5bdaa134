/** The rows of one agent in the tables. */
import type { EventLine } from "../../contract/event.ts";
import type { Image } from "../../contract/image.ts";
import type { Source } from "../../contract/live.ts";
import type { NodeFacts, NodeUsage } from "../../contract/node.ts";
import type { Pod, PodUsage } from "../../contract/pod.ts";
import type { Engine } from "./engine.ts";
import type { EventRing } from "./event-ring.ts";
import { ImageUse } from "./image-use.ts";
import { eventCells, imageCells, nodeCells, podCells, podUsageCells } from "./project.ts";

export class NodeRows {
  /** Number of the newest event that has a row. */
  lastEvent = 0;
  private readonly engine: Engine;
  private readonly ring: EventRing;
  private readonly source: number;
  private readonly node: { name: string; address: string; state: Source["state"]; running: number };
  private known: NodeFacts | null = null;
  private usage: NodeUsage | null = null;
  private readonly running = new Set<string>();
  private readonly images = new Map<string, Image>();
  private readonly use = new ImageUse();

  /** `source` is the number that the tables know this agent by. */
  constructor(engine: Engine, ring: EventRing, source: number, entry: { name: string; address: string }) {
    this.engine = engine;
    this.ring = ring;
    this.source = source;
    this.node = { ...entry, state: "connecting", running: 0 };
    this.putNode();
  }

  /** A new generation: what is not in the lists goes. */
  list(pods: readonly Pod[], images: readonly Image[], facts: NodeFacts): void {
    const podTable = this.engine.table("pods");
    const imageTable = this.engine.table("images");
    const current = new Set([...pods.map(({ uuid }) => this.key(uuid)), ...images.map(({ id }) => this.key(id))]);
    for (const table of [podTable, imageTable]) {
      for (const key of table.keysOf(this.source)) if (!current.has(key)) table.remove(key);
    }
    this.running.clear();
    this.images.clear();
    this.use.clear();
    for (const image of images) this.images.set(image.id, image);
    for (const pod of pods) this.pod(pod);
    for (const { id } of images) this.putImage(id);
    this.facts(facts);
  }

  /** `fresh`: the object is newer than the lists. */
  event(line: Extract<EventLine, { type: "event" }>, fresh: boolean): void {
    const { event, pod, image, node } = line;
    if (event.seq > this.lastEvent) {
      this.lastEvent = event.seq;
      this.ring.add(`${this.node.name}/${event.seq}`, this.source, eventCells(event, this.node.name));
    }
    if (fresh) {
      if (event.noun === "pod" && pod === null) this.removePod(event.id);
      else if (pod) this.pod(pod);
      if (event.noun === "image" && image === null) this.removeImage(event.id);
      else if (image) this.image(image);
      if (node) this.facts(node);
    }
    this.engine.changed();
  }

  /** The agent numbers its events anew. */
  forgetEvents(): void {
    this.lastEvent = 0;
    const events = this.engine.table("events");
    for (const key of events.keysOf(this.source)) events.remove(key);
  }

  stats(node: NodeUsage, pods: readonly PodUsage[]): void {
    this.usage = node;
    this.putNode();
    const table = this.engine.table("pods");
    for (const { uuid, pod } of pods) {
      const key = this.key(uuid);
      // Only pods that run: an ended one may be in a reading of a moment before.
      if (this.running.has(uuid) && table.has(key)) table.put(key, this.source, podUsageCells(pod));
    }
  }

  facts(facts: NodeFacts): void {
    this.known = facts;
    this.putNode();
  }

  connection(state: Source["state"]): void {
    this.node.state = state;
    if (state !== "live") this.usage = null;
    this.putNode();
  }

  /** The agent was taken off the list. */
  remove(): void {
    for (const table of this.engine.allTables()) {
      for (const key of table.keysOf(this.source)) table.remove(key);
    }
    this.engine.changed();
  }

  private pod(pod: Pod): void {
    if (pod.state === "running") this.running.add(pod.uuid);
    else this.running.delete(pod.uuid);
    this.engine.table("pods").put(this.key(pod.uuid), this.source, podCells(pod));
    for (const id of this.use.pod(pod)) this.putImage(id);
    this.putNode();
  }

  private removePod(uuid: string): void {
    this.running.delete(uuid);
    this.engine.table("pods").remove(this.key(uuid));
    for (const id of this.use.gone(uuid)) this.putImage(id);
    this.putNode();
  }

  private image(image: Image): void {
    this.images.set(image.id, image);
    this.putImage(image.id);
  }

  private removeImage(id: string): void {
    this.images.delete(id);
    this.engine.table("images").remove(this.key(id));
  }

  /** The agent tells an image once; which pods use it follows from what it tells of pods. */
  private putImage(id: string): void {
    const image = this.images.get(id);
    if (image === undefined) return;
    const cells = imageCells({ ...image, usedBy: this.use.of(id) }, this.node.name);
    this.engine.table("images").put(this.key(id), this.source, cells);
  }

  private putNode(): void {
    this.node.running = this.running.size;
    const cells = nodeCells(this.node, this.known, this.usage);
    this.engine.table("nodes").put(this.node.name, this.source, cells);
    this.engine.changed();
  }

  private key(id: string): string {
    return `${this.node.name}/${id}`;
  }
}
