/** The rows of one agent in the tables. */
import type { EventLine } from "../../contract/event.ts";
import type { Image } from "../../contract/image.ts";
import type { Source } from "../../contract/live.ts";
import type { NodeFacts, NodeUsage } from "../../contract/node.ts";
import type { Pod, PodUsage } from "../../contract/pod.ts";
import type { Engine } from "./engine.ts";
import type { EventRing } from "./event-ring.ts";
import type { ImagePlaces } from "./image-places.ts";
import { ImageUse } from "./image-use.ts";
import { LayerShare } from "./layer-share.ts";
import { eventCells, imageCells, imagePlacesCells, nodeCells, podCells, podUsageCells } from "./project.ts";

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
  private readonly share = new LayerShare();
  /** Of the whole fleet. */
  private readonly places: ImagePlaces;

  /** `source` is the number that the tables know this agent by. */
  constructor(
    engine: Engine,
    ring: EventRing,
    places: ImagePlaces,
    source: number,
    entry: { name: string; address: string },
  ) {
    this.engine = engine;
    this.places = places;
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
    for (const id of this.images.keys()) if (!current.has(this.key(id))) this.leave(id);
    this.images.clear();
    this.use.clear();
    this.share.clear();
    for (const image of images) {
      this.images.set(image.id, image);
      this.share.put(image);
      this.tellPlaces(image.id, this.places.add(image.id, this.node.name));
    }
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
    for (const id of this.images.keys()) this.leave(id);
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
    const changed = this.share.put(image);
    this.tellPlaces(image.id, this.places.add(image.id, this.node.name));
    for (const id of [image.id, ...changed]) this.putImage(id);
  }

  private removeImage(id: string): void {
    this.images.delete(id);
    this.engine.table("images").remove(this.key(id));
    for (const other of this.share.gone(id)) this.putImage(other);
    this.leave(id);
  }

  private leave(id: string): void {
    this.tellPlaces(id, this.places.remove(id, this.node.name));
  }

  /** Rows of other nodes that have the image tell on how many it is. */
  private tellPlaces(id: string, nodes: string[]): void {
    const table = this.engine.table("images");
    for (const node of nodes) {
      const key = `${node}/${id}`;
      const slot = table.slot(key);
      const source = slot === undefined ? undefined : table.sources[slot];
      if (source !== undefined) table.put(key, source, imagePlacesCells(nodes.length));
    }
  }

  /** The agent tells an image once; which pods use it follows from what it tells of pods. */
  private putImage(id: string): void {
    const image = this.images.get(id);
    if (image === undefined) return;
    const where = { node: this.node.name, nodes: this.places.count(id), ...this.share.of(id) };
    const cells = imageCells({ ...image, usedBy: this.use.of(id) }, where);
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
