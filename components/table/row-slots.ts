/**
 * Which element of the document shows which row. A row keeps its element while it is in view; rows that come take over the elements of rows
 * that went, so that a new order changes texts in place of making every element anew.
 */
export class RowSlots {
  #held = new Map<string, number>();
  #made = 0;

  /** A number for each key, in their order, and null for null: a place whose row is not known yet. Keys are unique. */
  assign(keys: readonly (string | null)[]): (number | null)[] {
    const left = new Map(this.#held);
    for (const key of keys) if (key !== null) left.delete(key);
    const free = left.values();
    const next = new Map<string, number>();
    const slots = keys.map((key) => {
      if (key === null) return null;
      const slot = this.#held.get(key) ?? free.next().value ?? this.#made++;
      next.set(key, slot);
      return slot;
    });
    this.#held = next;
    return slots;
  }
}
