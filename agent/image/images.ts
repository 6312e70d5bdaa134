/** The image store as edges and pods use it. */
import { join } from "node:path";
import { CratonError } from "../../lib/contract/errors.ts";
import type { Image, ImageFetch, ImageProgress } from "../../lib/contract/image.ts";
import { skips } from "../../lib/contract/insecure-options.ts";
import { type Disk, disk as realDisk } from "../disk.ts";
import type { EventService } from "../event/service.ts";
import type { Host } from "../host/host.ts";
import type { Actor } from "../pod/service.ts";
import { fetchAfar } from "./fetch-afar.ts";
import { WebImages } from "./fetch-web.ts";
import { findImage } from "./find.ts";
import { Flight, type Report } from "./flight.ts";
import type { ConfigFolders } from "./http/settings.ts";
import type { ImageJob } from "./image-job.ts";
import { importAci } from "./import-aci.ts";
import { inspector } from "./inspect/inspector.ts";
import type { ImageInspection } from "./inspect/service.ts";
import { defaultLimits, type ImageLimits } from "./limits.ts";
import { openFile } from "./open-file.ts";
import { demand, demandRights } from "./policy.ts";
import type { KeptRegistries } from "./registry/kept.ts";
import { damageOf, treesOf } from "./render/trees.ts";
import type { ImageForPod, ImageService, UploadOptions } from "./service.ts";
import { Serving } from "./serving/serving.ts";
import { type Source, sourceOf } from "./source.ts";
import type { ImageRecord } from "./store/record.ts";
import { recoverStore } from "./store/recover.ts";
import { Store } from "./store/store.ts";
import { KeyStore } from "./trust/key-store.ts";
import { LastUsed } from "./upkeep/last-used.ts";
import { Upkeep } from "./upkeep/upkeep.ts";
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
  /** Trusted keys, and settings of fetching by discovery and https. */
  configFolders: ConfigFolders;
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
  readonly keys: KeyStore;
  readonly inspection: ImageInspection;
  readonly upkeep: Upkeep;
  readonly #lastUsed: LastUsed;
  readonly #options: ImagesOptions;
  readonly #store: Store;
  readonly #web: WebImages;
  readonly #flights = new Map<string, Flight<ImageRecord>>();
  readonly #limits: ImageLimits;
  #closed = false;
  #uploads = 0;

  constructor(options: ImagesOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    const { folder, host, disk = realDisk } = options;
    this.#store = new Store({ folder, host, disk });
    this.#web = new WebImages({ folders: options.configFolders, at: this.#store.at, disk });
    this.keys = new KeyStore(options.configFolders, disk, options.now);
    this.serving = new Serving(this.#store);
    this.inspection = inspector(this.#store, host);
    const { using, now = Date.now } = options;
    this.#lastUsed = new LastUsed(join(folder, "last-used.json"), disk, now);
    this.upkeep = new Upkeep({
      ...{ store: this.#store, lastUsed: this.#lastUsed, partials: this.#web.partials, using, now },
      job: (report, signal) => this.#job("", report, signal),
      remove: (record, actor) => this.remove(record.id, actor),
      tell: (reason, record, why, user) => this.#upkeepEvent(reason, record, why, user),
    });
  }

  async recover(): Promise<void> {
    for (const { kind, id, name, why } of await recoverStore(this.#store)) {
      const reason = kind === "lost" ? "ImageLost" : "ImageRecordUnreadable";
      const message = kind === "lost" ? `image ${name} is gone from the store: ${why}` : why;
      this.#options.log?.(message);
      this.#emit("warning", reason, { id, name, user: null }, message, kind === "lost" ? { image: null } : {});
    }
    await this.#lastUsed.read();
    await this.#web.recover(this.#store, (this.#options.now ?? Date.now)());
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
    this.#lastUsed.note(id);
    return { id, name: manifest.name, manifest, lower: treesOf(this.#store, record) };
  }

  async *fetch(request: ImageFetch, actor: Actor, signal: AbortSignal): AsyncIterable<ImageProgress> {
    const source = sourceOf(request.source);
    const { insecureOptions, passphrase = null } = request;
    if (source.kind === "file") demand(actor, "fetch-path", source.text);
    demandRights(actor, insecureOptions, source.text);
    const unsigned = skips(insecureOptions, "image");
    if (source.kind === "docker" && !unsigned) throw new CratonError("image-unsigned", { image: source.text });
    const fetchDependency = this.#web.dependencies(insecureOptions);
    const work = (job: ImageJob) =>
      this.#fetched(source, { ...job, unsigned, passphrase, fetchDependency }, insecureOptions);
    yield* this.#fly(flightKey(source, insecureOptions, passphrase), source.text, work, actor, signal);
  }

  async *upload(
    name: string,
    body: AsyncIterable<Uint8Array>,
    { insecureOptions, signature, passphrase }: UploadOptions,
    actor: Actor,
    signal: AbortSignal,
  ): AsyncIterable<ImageProgress> {
    demandRights(actor, insecureOptions, name);
    const unsigned = skips(insecureOptions, "image");
    if (!unsigned && signature === null) throw new CratonError("image-unsigned", { image: name });
    const source = `upload:${name}`;
    const aci = { source, what: name, total: null, body, signature: async () => signature };
    const fetchDependency = this.#web.dependencies(insecureOptions);
    const work = (job: ImageJob) => importAci({ ...job, unsigned, passphrase, fetchDependency }, aci);
    yield* this.#fly(`upload ${++this.#uploads}`, source, work, actor, signal);
  }

  async remove(ref: string, actor: Actor): Promise<void> {
    const record = findImage(this.#store.records, ref);
    const [uuid] = this.#options.using(record.id);
    if (uuid !== undefined) throw new CratonError("image-in-use", { image: record.id, uuid });
    await this.#store.remove(record);
    this.#lastUsed.forget(record.id);
    const about = { id: record.id, name: record.manifest.name, user: actor.user };
    this.#emit("normal", "ImageRemoved", about, `image ${about.name} was removed`, { image: null });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const flights = [...this.#flights.values()];
    for (const flight of flights) flight.abort(new CratonError("unavailable", { what: "the agent", why: "it stops" }));
    await Promise.allSettled(flights.map((flight) => flight.result));
    await this.upkeep.close();
    await this.#lastUsed.close();
  }

  async #fetched(source: Source, job: ImageJob, insecure: ImageFetch["insecureOptions"]): Promise<ImageRecord> {
    if (source.kind === "https") return this.#web.fetchUrl(job, source.url, source.text, insecure);
    if (source.kind === "discover") return this.#web.fetchApp(job, source.app, insecure);
    if (source.kind === "docker" || source.kind === "peer") return fetchAfar(job, source, this.#options);
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
    const run = async (report: Report, signal: AbortSignal) => {
      try {
        const record = await work(this.#job(actor.user, report, signal));
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

  /** With the strictest checks; who asks for less says so. */
  #job(allowedBy: string, report: Report, signal: AbortSignal): ImageJob {
    const { host, now = Date.now } = this.#options;
    const careful = { keys: this.keys, unsigned: false, passphrase: null };
    return { store: this.#store, host, limits: this.#limits, now, allowedBy, report, signal, ...careful };
  }

  #upkeepEvent(reason: string, record: ImageRecord, why: string, user: string | null): void {
    const { id, manifest } = record;
    const image = this.#store.records.has(id) ? { image: this.#view(record) } : {};
    const level = reason === "ImageDamaged" ? "warning" : "normal";
    this.#emit(level, reason, { id, name: manifest.name, user }, `image ${manifest.name}: ${why}`, image);
  }

  #fetchedEvent(record: ImageRecord, source: string, actor: Actor): void {
    const about = { id: record.id, name: record.manifest.name, user: actor.user };
    const message = `image ${about.name} came from ${source}`;
    this.#emit("normal", "ImageFetched", about, message, { image: this.#view(record) });
  }

  #view(record: ImageRecord): Image {
    return viewOf(record, this.#options.using(record.id), damageOf(this.#store, record));
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

/** What may be shared: the same place, the same left out of the checks, and the same passphrase. */
function flightKey(source: Source, insecure: ImageFetch["insecureOptions"] = [], passphrase: string | null): string {
  const left = (["image", "tls", "http", "pubkey"] as const).filter((check) => skips(insecure, check));
  return `${source.kind === "https" ? source.url.href : source.text} ${left.join(",")} ${passphrase ?? ""}`;
}
