/**
 * The content-addressed store. One rule carries it: a record is written last and removed first, so that a kill at any instruction
 * leaves images whole, and at worst trees and blobs without a record, which the next start deletes.
 *
 * Work under way pins what it needs; whatever no record and no pin names is swept.
 */
import { randomBytes } from "node:crypto";
import { lstat, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CratonError } from "../../../lib/contract/errors.ts";
import type { Disk } from "../../disk.ts";
import { diskError } from "../../disk.ts";
import type { Host } from "../../host/host.ts";
import { type Layout, layout, treeKey } from "./layout.ts";
import { type ImageRecord, type LayerRecord, type RenderedTree, type TreeCheck, withCheck } from "./record.ts";

export type StoreOptions = { folder: string; host: Pick<Host, "removeTree">; disk: Disk };

export class Store {
  readonly at: Layout;
  readonly disk: Disk;
  readonly host: Pick<Host, "removeTree">;
  readonly records = new Map<string, ImageRecord>();
  /** Layers whose tree and blob are on the disk, by tree key. */
  readonly layers = new Map<string, LayerRecord>();
  /** Rendered trees that are on the disk, by key. */
  readonly rendered = new Map<string, RenderedTree>();
  /** Trees that are missing or are not what they were, and why, by key. No new pod gets one. */
  readonly damaged = new Map<string, string>();
  /** Layers that are being brought in, by tree key: one at a time each, over all fetches. */
  readonly underWay = new Map<string, Promise<unknown>>();
  readonly #pins = new Map<string, number>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: StoreOptions) {
    this.at = layout(options.folder);
    this.disk = options.disk;
    this.host = options.host;
  }

  /** An own folder below tmp/, and how to drop it with all that is in it. */
  async stage(): Promise<{ path: string; drop: () => Promise<void> }> {
    const path = join(this.at.tmp, randomBytes(8).toString("hex"));
    try {
      await mkdir(path, { mode: 0o700 });
    } catch (cause) {
      throw diskError(cause, path, "made");
    }
    return { path, drop: () => this.host.removeTree(path) };
  }

  /** Until the answer is called, the layer is not swept, whether it is there yet or not. */
  pin(diffId: string): () => void {
    return this.pinTree(treeKey(diffId));
  }

  /** As `pin`, by the key of the tree. */
  pinTree(key: string): () => void {
    this.#pins.set(key, (this.#pins.get(key) ?? 0) + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const left = (this.#pins.get(key) ?? 1) - 1;
      if (left === 0) this.#pins.delete(key);
      else this.#pins.set(key, left);
    };
  }

  pinned(key: string): boolean {
    return this.#pins.has(key);
  }

  /** Moves a verified, synced blob and tree to their places. A layer that is there already stays. The caller holds a pin. */
  addLayer(layer: LayerRecord, staged: { blob: string; tree: string }): Promise<LayerRecord> {
    return this.#alone(async () => {
      const key = treeKey(layer.diffId);
      const there = this.layers.get(key);
      if (there && !(await this.#gone(key))) return there;
      const blob = this.at.blob(layer.blob.digest);
      await this.disk.mkdirDurable(dirname(blob));
      await this.disk.renameDurable(staged.blob, blob);
      await this.disk.renameDurable(staged.tree, this.at.tree(key));
      this.layers.set(key, there ?? layer);
      await this.#forgetDamage(key);
      return there ?? layer;
    });
  }

  /** As `addLayer`, for a tree that is rendered, checked and synced. */
  addRendered(rendered: RenderedTree, staged: string): Promise<RenderedTree> {
    return this.#alone(async () => {
      const there = this.rendered.get(rendered.key);
      if (there && !(await this.#gone(rendered.key))) return there;
      await this.disk.renameDurable(staged, this.at.tree(rendered.key));
      this.rendered.set(rendered.key, there ?? rendered);
      await this.#forgetDamage(rendered.key);
      return there ?? rendered;
    });
  }

  /** Survives a restart. */
  async markDamaged(key: string, why: string): Promise<void> {
    this.damaged.set(key, why);
    await this.disk.mkdirDurable(this.at.damaged);
    await this.disk.writeDurable(this.at.damage(key), why);
  }

  /** It is what it was after all. */
  unmarkDamaged(key: string): Promise<void> {
    return this.#alone(() => this.#forgetDamage(key));
  }

  /** A checked, synced tree takes the place of a damaged one, which no pod uses. */
  replaceTree(key: string, staged: string): Promise<void> {
    return this.#alone(async () => {
      await this.discardTree(key);
      await this.disk.renameDurable(staged, this.at.tree(key));
      await this.#forgetDamage(key);
    });
  }

  /** A tree's check that records lack, or state otherwise, is written into each of them. */
  recheck(key: string, check: TreeCheck): Promise<void> {
    return this.#alone(async () => {
      for (const record of this.records.values()) {
        const fresh = withCheck(record, key, check);
        if (!fresh) continue;
        await this.disk.writeDurable(this.at.record(record.id), `${JSON.stringify(fresh)}\n`);
        this.records.set(record.id, fresh);
        for (const layer of fresh.layers) this.layers.set(treeKey(layer.diffId), layer);
        if (fresh.rendered) this.rendered.set(fresh.rendered.key, fresh.rendered);
      }
    });
  }

  /** Makes the image real. All its layers are in the store and pinned. An image that is there already stays, but one without a signature takes that of another copy. */
  commit(record: ImageRecord): Promise<ImageRecord> {
    return this.#alone(async () => {
      const there = this.records.get(record.id);
      if (there) return this.#signed(there, record);
      for (const id of record.dependencies)
        if (!this.records.has(id)) throw new CratonError("image-not-found", { image: id });
      await this.disk.writeDurable(this.at.record(record.id), `${JSON.stringify(record)}\n`).catch(async (error) => {
        await this.#unwritten(record);
        throw error;
      });
      this.records.set(record.id, record);
      return record;
    });
  }

  async #signed(there: ImageRecord, { trust, signature }: ImageRecord): Promise<ImageRecord> {
    if (there.trust.kind === "signed" || trust.kind === "unsigned") return there;
    const record = { ...there, trust, signature };
    await this.disk.writeDurable(this.at.record(record.id), `${JSON.stringify(record)}\n`);
    this.records.set(record.id, record);
    return record;
  }

  /** A failed write may have given the record its name already. What cannot be taken back keeps its layers, or the next start would miss them. */
  async #unwritten(record: ImageRecord): Promise<void> {
    await this.disk.removeDurable(this.at.record(record.id)).catch(() => {
      for (const { diffId } of record.layers) this.pin(diffId);
      if (record.rendered) this.pinTree(record.rendered.key);
    });
  }

  /** The record first, durably, then what only it needed. `image-needed` when another image depends on it. */
  remove(record: ImageRecord): Promise<void> {
    return this.#alone(async () => {
      const by = this.dependents(record.id)[0];
      if (by) throw new CratonError("image-needed", { image: record.id, by: by.id });
      await this.disk.removeDurable(this.at.record(record.id));
      this.records.delete(record.id);
      await this.#sweep();
    });
  }

  /** Images that name it as a dependency. */
  dependents(id: string): ImageRecord[] {
    return [...this.records.values()].filter(({ dependencies }) => dependencies.includes(id));
  }

  /** Drops the layers that no record and no pin names. */
  sweep(): Promise<void> {
    return this.#alone(() => this.#sweep());
  }

  async #sweep(): Promise<void> {
    const records = [...this.records.values()].flatMap(({ layers }) => layers);
    const keep = new Set(records.map(({ diffId }) => treeKey(diffId)));
    const doomed = [...this.layers].filter(([key]) => !keep.has(key) && !this.#pins.has(key));
    for (const [key] of doomed) this.layers.delete(key);
    const needed = new Set([...this.records.values()].map(({ rendered }) => rendered?.key));
    const idle = [...this.rendered.keys()].filter((key) => !needed.has(key) && !this.#pins.has(key));
    for (const key of idle) this.rendered.delete(key);
    const blobs = new Set([...this.layers.values(), ...records].map(({ blob }) => blob.digest));
    for (const [key, layer] of doomed) {
      if (!blobs.has(layer.blob.digest)) await rm(this.at.blob(layer.blob.digest), { force: true });
      await this.discardTree(key);
    }
    for (const key of idle) await this.discardTree(key);
    for (const key of [...idle, ...doomed.map(([key]) => key)]) await this.#forgetDamage(key);
  }

  /** A tree that a start found missing. */
  async #gone(key: string): Promise<boolean> {
    return this.damaged.has(key) && (await lstat(this.at.tree(key)).catch(() => null)) === null;
  }

  async #forgetDamage(key: string): Promise<void> {
    if (!this.damaged.delete(key)) return;
    await this.disk.removeDurable(this.at.damage(key));
  }

  /** Out of sight by one rename, so that no half of a tree ever stands under its name; then deleted. */
  async discardTree(key: string): Promise<void> {
    const away = join(this.at.tmp, randomBytes(8).toString("hex"));
    try {
      await rename(this.at.tree(key), away);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ENOENT") return;
      throw diskError(cause, this.at.tree(key), "removed");
    }
    await this.host.removeTree(away);
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
