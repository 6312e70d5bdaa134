/**
 * The order of texts that differ in nearly every row (keys, names, addresses), by slot. Made once and kept up: only the slots
 * that changed are sorted and merged in, when somebody asks, or when many have gathered.
 */
import { letterSort } from "./letter-sort.ts";
import { merge } from "./merge.ts";
import { sortSlots } from "./sort.ts";

/** So many changed slots are left for whoever asks next. */
const leastGathered = 1_024;
/** From so many on, texts are sorted by counting. */
const leastCounted = 4_096;

export class TextOrder {
  private readonly text: (slot: number) => string | null;
  private sorted: Int32Array = new Int32Array(0);
  private readonly dirty: number[] = [];
  private isDirty = new Uint8Array(64);
  private places = new Uint32Array(0);
  private hasPlaces = false;

  /** `text` of a slot; null is below all. */
  constructor(text: (slot: number) => string | null) {
    this.text = text;
  }

  /** The slot's text is another one, or its first. */
  touch(slot: number): void {
    if (slot >= this.isDirty.length) {
      const grown = new Uint8Array(Math.max(slot + 1, this.isDirty.length * 2));
      grown.set(this.isDirty);
      this.isDirty = grown;
    }
    if (this.isDirty[slot] === 1) return;
    this.isDirty[slot] = 1;
    this.dirty.push(slot);
  }

  /** Sorts now when much has gathered, so that nobody has to wait for it. */
  gather(): void {
    if (this.dirty.length > leastGathered + (this.sorted.length >> 3)) this.keepUp();
  }

  /** All slots that ever had a text, in order; equal texts by slot. Not to be changed. */
  slots(): Int32Array {
    this.keepUp();
    return this.sorted;
  }

  /** By slot, for `slots` of them: 0 for none, equal numbers for equal texts, higher for later ones. Not to be changed. */
  ranks(slots: number): Uint32Array {
    this.keepUp();
    if (this.hasPlaces && this.places.length >= slots) return this.places;
    const places = new Uint32Array(Math.max(slots, this.isDirty.length));
    let rank = 0;
    let before: string | null = null;
    for (const slot of this.sorted) {
      const text = this.text(slot);
      if (text !== before) rank++;
      before = text;
      places[slot] = rank;
    }
    this.places = places;
    this.hasPlaces = true;
    return places;
  }

  private keepUp(): void {
    if (this.dirty.length === 0) return;
    const compare = (a: number, b: number) => this.compare(a, b);
    const added = Int32Array.from(this.dirty).sort();
    if (added.length < leastCounted || !letterSort(added, this.text))
      sortSlots(added, [{ text: this.text, desc: false }], compare);
    this.sorted = merge(this.sorted, this.isDirty, added, compare);
    for (const slot of this.dirty) this.isDirty[slot] = 0;
    this.dirty.length = 0;
    this.hasPlaces = false;
  }

  private compare(a: number, b: number): number {
    const x = this.text(a);
    const y = this.text(b);
    if (x === y) return a - b;
    if (x === null || y === null) return x === null ? -1 : 1;
    return x < y ? -1 : 1;
  }
}
