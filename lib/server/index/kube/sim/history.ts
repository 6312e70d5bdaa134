/** The objects of one kind in the model, and all that happened to them. */

export type Change = { type: "ADDED" | "MODIFIED" | "DELETED"; key: string; version: number; at: number };

export class History {
  readonly changes: Change[] = [];
  /** Versions up to this one are no longer kept for watches. */
  compacted = 0;

  add(change: Change): void {
    this.changes.push(change);
  }

  /** Objects and their versions as of a version. */
  stateAt(version: number): Map<string, number> {
    const found = new Map<string, number>();
    for (const change of this.changes) {
      if (change.version > version) break;
      if (change.type === "DELETED") found.delete(change.key);
      else found.set(change.key, change.version);
    }
    return found;
  }

  after(version: number): Change[] {
    return this.changes.filter((change) => change.version > version);
  }

  get latest(): Map<string, number> {
    return this.stateAt(Number.POSITIVE_INFINITY);
  }
}
