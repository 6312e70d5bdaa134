/** The image store as edges and pods use it. */

import { CratonError } from "../../lib/contract/errors.ts";
import type { Image, ImageFetch, ImageProgress } from "../../lib/contract/image.ts";
import { type Disk, disk as realDisk } from "../disk.ts";
import type { EventService } from "../event/service.ts";
import type { Host } from "../host/host.ts";
import type { Actor } from "../pod/service.ts";
import { fetchFromRegistry } from "./fetch-registry.ts";
import { findImage } from "./find.ts";
import { Flight, type Report } from "./flight.ts";
import type { ImageJob } from "./image-job.ts";
import { importAci } from "./import-aci.ts";
import { defaultLimits, type ImageLimits } from "./limits.ts";
import { openFile } from "./open-file.ts";
import { demand, demandTrust } from "./policy.ts";
import { Registries } from "./registry/config.ts";
import type { KeptRegistries } from "./registry/kept.ts";
import { treesOf } from "./render/trees.ts";
import type { ImageForPod, ImageService } from "./service.ts";
import { Serving } from "./serving/serving.ts";
import { type Source, sourceOf } from "./source.ts";
import type { ImageRecord } from "./store/record.ts";
import { recoverStore } from "./store/recover.ts";
import { Store } from "./store/store.ts";
import { viewOf } from "./view.ts";

export type ImagesOptions = {
  /** STATE/agent/images. */
  folder: string;
  /** STATE/agent/registries.json; need not exist. */
  registries: string;
  /** Registries that are set through the agent. */
  kept?: Pick<KeptRegistries, "settings">;
  host: Pick<Host, "unpack" | "removeTree" | "readInRoot" | "walk">;
  events: EventService;
  /** Pods that need the image's trees: all but the exited ones, those being made included. */
  using: (imageId: string) => string[];
  disk?: Disk;
  limits?: Partial<ImageLimits>;
  now?: () => number;
  log?: (message: string) => void;
};

type Work = (job: ImageJob) => Promise<ImageRecord>;

export class Images implements ImageService {
  readonly serving: Serving;
  readonly #options: ImagesOptions;
  readonly #store: Store;
  readonly #flights = new Map<string, Flight<ImageRecord>>();
  readonly #limits: ImageLimits;
  #closed = false;
  #uploads = 0;

  constructor(options: ImagesOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    const { folder, host, disk = realDisk } = options;
    this.#store = new Store({ folder, host, disk });
    this.serving = new Serving(this.#store);
  }

  async recover(): Promise<void> {
    for (const { kind, id, name, why } of await recoverStore(this.#store)) {
      const reason = kind === "lost" ? "ImageLost" : "ImageRecordUnreadable";
      const message = kind === "lost" ? `image ${name} is gone from the store: ${why}` : why;
      this.#options.log?.(message);
      this.#emit("warning", reason, { id, name, user: null }, message, kind === "lost" ? { image: null } : {});
    }
  }

  list(): Image[] {
    return [...this.#store.records.values()].map((record) => this.#view(record));
  }

  get(ref: string): Image {
    return this.#view(findImage(this.#store.records, ref));
  }

  manifest(ref: string): unknown {
    return findImage(this.#store.records, ref).manifest;
  }

  forPod(ref: string): ImageForPod {
    const record = findImage(this.#store.records, ref);
    const { id, manifest } = record;
    return { id, name: manifest.name, manifest, lower: treesOf(this.#store, record) };
  }

  async *fetch(request: ImageFetch, actor: Actor, signal: AbortSignal): AsyncIterable<ImageProgress> {
    const source = sourceOf(request.source);
    if (source.kind === "file") demand(actor, "fetch-path", source.text);
    demandTrust(actor, request.insecureOptions, source.text);
    const work = (job: ImageJob) => this.#fetched(source, job);
    yield* this.#fly(source.text, source.text, work, actor, signal);
  }

  async *upload(
    name: string,
    body: AsyncIterable<Uint8Array>,
    options: { insecureOptions: string[] },
    actor: Actor,
    signal: AbortSignal,
  ): AsyncIterable<ImageProgress> {
    demandTrust(actor, options.insecureOptions, name);
    const source = `upload:${name}`;
    const work = (job: ImageJob) => importAci(job, { source, what: name, total: null, body });
    yield* this.#fly(`upload ${++this.#uploads}`, source, work, actor, signal);
  }

  async remove(ref: string, actor: Actor): Promise<void> {
    const record = findImage(this.#store.records, ref);
    const [uuid] = this.#options.using(record.id);
    if (uuid !== undefined) throw new CratonError("image-in-use", { image: record.id, uuid });
    await this.#store.remove(record);
    const about = { id: record.id, name: record.manifest.name, user: actor.user };
    this.#emit("normal", "ImageRemoved", about, `image ${about.name} was removed`, { image: null });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const flights = [...this.#flights.values()];
    for (const flight of flights) flight.abort(new CratonError("unavailable", { what: "the agent", why: "it stops" }));
    await Promise.allSettled(flights.map((flight) => flight.result));
  }

  async #fetched(source: Source, job: ImageJob): Promise<ImageRecord> {
    const { registries, kept } = this.#options;
    if (source.kind === "docker")
      return fetchFromRegistry(job, source.reference, await Registries.read(registries, kept?.settings));
    const file = await openFile(source.path);
    try {
      return await importAci(job, file);
    } finally {
      await file.close();
    }
  }

  /** Joins the work of this key or starts it. A flight that was given up is let finish first. */
  async *#fly(
    key: string,
    source: string,
    work: Work,
    actor: Actor,
    signal: AbortSignal,
  ): AsyncGenerator<ImageProgress> {
    for (let old = this.#flights.get(key); old?.aborted; old = this.#flights.get(key))
      await old.result.catch(() => undefined);
    signal.throwIfAborted();
    if (this.#closed) throw new CratonError("unavailable", { what: "the image store", why: "the agent stops" });
    const flight = this.#flights.get(key) ?? this.#start(key, source, work, actor);
    const record = yield* flight.follow(signal);
    yield { type: "done", image: this.#view(record) };
  }

  #start(key: string, source: string, work: Work, actor: Actor): Flight<ImageRecord> {
    const { host, now = Date.now } = this.#options;
    const run = async (report: Report, signal: AbortSignal) => {
      const common = { store: this.#store, host, limits: this.#limits, now, allowedBy: actor.user };
      try {
        const record = await work({ ...common, report, signal });
        this.#fetchedEvent(record, source, actor);
        return record;
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        const about = { id: source, name: source, user: actor.user };
        this.#emit("warning", "FetchFailed", about, `${source} could not be taken: ${why}`, {});
        throw error;
      } finally {
        this.#flights.delete(key);
      }
    };
    const flight = new Flight(run);
    this.#flights.set(key, flight);
    return flight;
  }

  #fetchedEvent(record: ImageRecord, source: string, actor: Actor): void {
    const about = { id: record.id, name: record.manifest.name, user: actor.user };
    const message = `image ${about.name} came from ${source}`;
    this.#emit("normal", "ImageFetched", about, message, { image: this.#view(record) });
  }

  #view(record: ImageRecord): Image {
    return viewOf(record, this.#options.using(record.id));
  }

  #emit(
    level: "normal" | "warning",
    reason: string,
    about: { id: string; name: string; user: string | null },
    message: string,
    object: { image?: Image | null },
  ): void {
    this.#options.events.emit({ level, reason, message, noun: "image", app: null, ...about }, object);
  }
}
