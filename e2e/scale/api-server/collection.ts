/**
 * The objects of one kind in the order of their keys, and the latest changes to them. A list of an older resourceVersion is
 * made by taking changes back, so that chunks and stale replicas cost no memory.
 */
import { type Entry, type Kind, kindName } from "./kind.ts";

export type Change = {
  rv: number;
  type: "ADDED" | "MODIFIED" | "DELETED";
  /** The object after the change; of a deleted one its last state, with the deletion's resourceVersion. */
  entry: Entry;
  before: Entry | null;
};

export class Collection {
  readonly kind: Kind;
  private readonly limit: number;
  private entries: Entry[];
  /** A list is being read from `entries`: the next change copies them first. */
  private isShared = false;
  private changes: Change[] = [];
  private dropped = 0;
  private floor: number;
  private past: { rv: number; entries: Entry[] } | null = null;
  private readonly listeners = new Set<() => void>();

  /** `rv`: of the store at the start; `limit`: changes that are kept. */
  constructor(kind: Kind, rv: number, limit: number) {
    this.kind = kind;
    this.limit = limit;
    this.floor = rv;
    this.entries = (kind.maker?.first() ?? []).sort((a, b) => (a.key < b.key ? -1 : 1));
    const twice = this.entries.find(({ key }, at) => key === this.entries[at + 1]?.key);
    if (twice !== undefined) throw new Error(`the world has two ${kindName(kind)} called ${twice.key}`);
  }

  get size(): number {
    return this.entries.length;
  }
  /** A watch from before this resourceVersion cannot be served. */
  get oldest(): number {
    return this.floor;
  }

  get(key: string): Entry | null {
    const found = this.entries[place(this.entries, key)];
    return found?.key === key ? found : null;
  }
  at(index: number): Entry | null {
    return this.entries[index] ?? null;
  }

  /** All entries as they were at `rv`; null when that is no longer known. The array is never changed afterwards. */
  asOf(rv: number): readonly Entry[] | null {
    const last = this.changes.at(-1);
    if (last === undefined || last.rv <= rv) {
      // Nothing of this kind changed since, however old `rv` is; after a restart or compaction that is not known.
      if (rv < this.floor && this.changes.length === 0) return null;
      this.isShared = true;
      return this.entries;
    }
    if (rv < this.floor) return null;
    if (this.past?.rv === rv) return this.past.entries;
    const entries = [...this.entries];
    for (let i = this.changes.length - 1; i >= 0; i -= 1) {
      const change = this.changes[i] as Change;
      if (change.rv <= rv) break;
      const index = place(entries, change.entry.key);
      if (change.type === "ADDED") entries.splice(index, 1);
      else if (change.type === "MODIFIED") entries[index] = change.before as Entry;
      else entries.splice(index, 0, change.before as Entry);
    }
    this.past = { rv, entries };
    return entries;
  }

  apply(change: Change): void {
    if (this.isShared) {
      this.entries = [...this.entries];
      this.isShared = false;
    }
    const index = place(this.entries, change.entry.key);
    if (change.type === "ADDED") this.entries.splice(index, 0, change.entry);
    else if (change.type === "MODIFIED") this.entries[index] = change.entry;
    else this.entries.splice(index, 1);
    this.changes.push(change);
    if (this.changes.length > this.limit * 1.25) this.drop(this.changes.length - this.limit);
    this.wake();
  }

  /** Tells every watch to look again. */
  wake(): void {
    for (const listener of this.listeners) listener();
  }

  /** Position after the last change at or before `rv`, for `next`. */
  cursor(rv: number): number {
    let low = 0;
    let high = this.changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.changes[middle] as Change).rv <= rv) low = middle + 1;
      else high = middle;
    }
    return this.dropped + low;
  }
  /** The change at a cursor; null when there is none yet, `lost` when it is no longer kept. */
  next(cursor: number): Change | null | "lost" {
    if (cursor < this.dropped) return "lost";
    return this.changes[cursor - this.dropped] ?? null;
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Forgets all changes up to now, as a restart or a compaction does; `rv` is the store's. */
  forget(rv: number): void {
    this.drop(this.changes.length);
    this.floor = rv;
  }

  private drop(count: number): void {
    const gone = this.changes.splice(0, count).at(-1);
    this.dropped += count;
    if (gone !== undefined) this.floor = gone.rv;
    this.past = null;
  }
}

/** Where `key` is or belongs. */
export function place(entries: readonly Entry[], key: string): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle] as Entry).key < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
