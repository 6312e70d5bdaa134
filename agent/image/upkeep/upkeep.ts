/** Verification, repair and collection over a store. */
import { CratonError } from "../../../lib/contract/errors.ts";
import type { ImageGc, ImageGcRequest } from "../../../lib/contract/image-gc.ts";
import type { VerifyLine } from "../../../lib/contract/image-verify.ts";
import type { Actor } from "../../pod/service.ts";
import { findImage } from "../find.ts";
import { Flight } from "../flight.ts";
import type { Partials } from "../http/partials.ts";
import type { ImageJob } from "../image-job.ts";
import { treeKeysOf } from "../render/trees.ts";
import type { ImageRecord } from "../store/record.ts";
import type { Store } from "../store/store.ts";
import { collectionOf, goingOf } from "./collect.ts";
import type { LastUsed } from "./last-used.ts";
import { leftoversOf } from "./leftovers.ts";
import type { ImageUpkeep } from "./service.ts";
import { type Verified, verifyImage } from "./verify.ts";

const defaultGrace = 24 * 3600;

export type UpkeepOptions = {
  store: Store;
  lastUsed: LastUsed;
  partials: Pick<Partials, "idle" | "discard">;
  using: (id: string) => string[];
  now: () => number;
  /** What repairs work with. */
  job: (report: ImageJob["report"], signal: AbortSignal) => ImageJob;
  /** Removes one image, with its event. */
  remove: (record: ImageRecord, actor: Actor) => Promise<void>;
  /** `user` is null for what the agent found by itself. */
  tell: (reason: "ImageDamaged" | "ImageRepaired", record: ImageRecord, why: string, user: string | null) => void;
};

export class Upkeep implements ImageUpkeep {
  readonly #options: UpkeepOptions;
  readonly #flights = new Set<Flight<Verified>>();

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  async *verify(ref: string, actor: Actor, signal: AbortSignal): AsyncGenerator<VerifyLine> {
    const result = yield* this.#check(findImage(this.#options.store.records, ref), actor.user, signal);
    yield { type: "verified", ...result };
  }

  /** Makes the trees anew that a start found missing or marked. */
  async mend(signal: AbortSignal): Promise<void> {
    const { store } = this.#options;
    for (const record of store.records.values()) {
      if (!treeKeysOf(store, record).some((key) => store.damaged.has(key))) continue;
      for await (const _ of this.#check(record, null, signal));
    }
  }

  async gc({ dryRun, graceSeconds = defaultGrace }: ImageGcRequest, actor: Actor): Promise<ImageGc> {
    const { store, lastUsed, using, now, remove } = this.#options;
    const usage = {
      usedBy: (id: string) => using(id).length > 0,
      lastUsed: (record: ImageRecord) => lastUsed.of(record),
      ...{ now: now(), graceMs: graceSeconds * 1000 },
    };
    this.noteUse();
    const { going, kept } = collectionOf(store.records, usage);
    const images = goingOf(store.records, going, usage);
    const broken = await this.#options.partials.idle(usage.now, usage.graceMs);
    const partial = broken.map((one) => ({ kind: "partial" as const, ...one }));
    const leftovers = [...(await leftoversOf(store)), ...partial];
    const frees = [...images.map((image) => image.frees), ...leftovers.map(({ size }) => size)].reduce(
      (a, b) => a + b,
      0,
    );
    const answer = { images, leftovers, kept, frees };
    if (dryRun) return answer;
    const gone = new Set<string>();
    for (const record of going) if (await this.#removed(record, actor, remove)) gone.add(record.id);
    for (const { name } of broken) await this.#options.partials.discard(name);
    await store.sweep();
    return { ...answer, images: images.filter(({ id }) => gone.has(id)) };
  }

  /** Images of living pods are in use now. */
  noteUse(): void {
    const { store, using, lastUsed } = this.#options;
    for (const id of store.records.keys()) if (using(id).length > 0) lastUsed.note(id);
  }

  async close(): Promise<void> {
    const flights = [...this.#flights];
    for (const flight of flights) flight.abort(new CratonError("unavailable", { what: "the agent", why: "it stops" }));
    await Promise.allSettled(flights.map(({ result }) => result));
  }

  /** False for an image that a pod or a new image has come to need meanwhile. */
  async #removed(record: ImageRecord, actor: Actor, remove: UpkeepOptions["remove"]): Promise<boolean> {
    try {
      await remove(record, actor);
      return true;
    } catch (error) {
      const inNeed = error instanceof CratonError && ["image-in-use", "image-needed"].includes(error.code);
      if (!inNeed) throw error;
      return false;
    }
  }

  async *#check(record: ImageRecord, user: string | null, signal: AbortSignal) {
    const { store, job, tell } = this.#options;
    const flight = new Flight<Verified>((report, inner) =>
      verifyImage(job(report, inner), record, (key) => this.#userOf(key)),
    );
    this.#flights.add(flight);
    try {
      const result = yield* flight.follow(signal);
      for (const { what, why, repaired } of result.faults)
        tell(
          repaired ? "ImageRepaired" : "ImageDamaged",
          store.records.get(record.id) ?? record,
          `${what}: ${why}`,
          user,
        );
      return result;
    } finally {
      this.#flights.delete(flight);
    }
  }

  /** A pod that has this tree under its root. */
  #userOf(key: string): string | undefined {
    const { store, using } = this.#options;
    for (const record of store.records.values()) {
      const [uuid] = using(record.id);
      if (uuid !== undefined && treeKeysOf(store, record).includes(key)) return uuid;
    }
    return undefined;
  }
}
