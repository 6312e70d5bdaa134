/** All collections under one resourceVersion, and the changes that clients and the clock make. */
import { Collection } from "./collection.ts";
import { type Entry, type Kind, kindName, type ObjectBody } from "./kind.ts";
import { makeKinds } from "./kinds.ts";
import type { World } from "./world.ts";

export class Store {
  readonly world: World;
  readonly kinds: Kind[];
  private readonly byName = new Map<string, Collection>();
  private last: number;
  /** Changes that readers are behind, as those of a stale replica. */
  private visible: number | null = null;

  /** `history`: changes of a kind that are kept for watches. */
  constructor(world: World, history: number) {
    this.world = world;
    this.last = 1000 + world.pods;
    this.kinds = makeKinds(world);
    for (const kind of this.kinds) this.byName.set(kindName(kind), new Collection(kind, this.last, history));
  }

  /** The newest resourceVersion. */
  get rv(): number {
    return this.last;
  }
  /** What a reader may see: the newest, or older while this is a stale replica. */
  get readable(): number {
    return this.visible ?? this.last;
  }

  /** Throws when there is no such kind. */
  collection(name: string): Collection {
    const found = this.byName.get(name);
    if (found === undefined) throw new Error(`the synthetic server has no kind ${name}`);
    return found;
  }
  get collections(): Iterable<Collection> {
    return this.byName.values();
  }

  create(collection: Collection, entry: Omit<Entry, "rv">): Entry {
    const made = { ...entry, rv: ++this.last };
    collection.apply({ rv: made.rv, type: "ADDED", entry: made, before: null });
    return made;
  }
  update(collection: Collection, before: Entry, wish: { state: Entry["state"] } | { object: ObjectBody }): Entry {
    const entry = { ...before, ...wish, rv: ++this.last };
    collection.apply({ rv: entry.rv, type: "MODIFIED", entry, before });
    return entry;
  }
  remove(collection: Collection, before: Entry): Entry {
    const entry = { ...before, rv: ++this.last };
    collection.apply({ rv: entry.rv, type: "DELETED", entry, before });
    return entry;
  }

  /** Readers see the state of `behind` changes ago from now on; null ends it, and watches go on. */
  setStale(behind: number | null): void {
    const oldest = Math.max(...[...this.collections].map((collection) => collection.oldest));
    this.visible = behind === null ? null : Math.max(this.last - behind, oldest);
    if (behind === null) for (const collection of this.collections) collection.wake();
  }
  forget(): void {
    for (const collection of this.collections) collection.forget(this.last);
  }
}
