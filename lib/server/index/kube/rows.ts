/**
 * The rows of one watch, by generations: each list that begins is one, with a source number of its own. Rows of the one
 * before stay until the new list is complete; what it lacks is removed then, never before, and nothing comes back.
 */
import type { Item } from "./object.ts";
import { keyOf, type Output } from "./output.ts";
import { compareVersions } from "./version.ts";

/** Deletions that are remembered, against events that come late or twice. */
const mostTombstones = 2_000;

export type SourceNumbers = { take(): number; free(source: number): void };

export class Rows {
  /** Source number of the newest generation; -1 before the first list. */
  generation = -1;
  /** Rows of the list that is coming in. */
  listed = 0;
  private older: number[] = [];
  private readonly outputs: readonly Output[];
  private readonly numbers: SourceNumbers;
  private readonly tombstones = new Map<string, string>();

  constructor(outputs: readonly Output[], numbers: SourceNumbers) {
    this.outputs = outputs;
    this.numbers = numbers;
  }

  /** A list begins. */
  begin(): void {
    if (this.generation >= 0) this.older.push(this.generation);
    this.generation = this.numbers.take();
    this.listed = 0;
    this.tombstones.clear();
  }

  /** An item of the list. */
  list(item: Item): void {
    this.listed++;
    this.put(keyOf(item), item);
  }

  /** The list is complete: what it lacks goes. */
  complete(): void {
    for (const source of this.older.splice(0)) {
      for (const output of this.outputs) output.retire(source);
      this.numbers.free(source);
    }
    for (const output of this.outputs) output.settle();
  }

  /** An event of the watch. False when the row knew it, or knows a later state. */
  event(type: "ADDED" | "MODIFIED" | "DELETED", item: Item): boolean {
    const key = keyOf(item);
    const version = item.metadata.resourceVersion ?? "";
    const known = this.outputs[0]?.versionOf(key) ?? null;
    const buried = this.tombstones.get(key) ?? null;
    if (type === "DELETED") {
      // The deletion's version is that of the object's end, or, on some servers, of its last state.
      const isOld = known !== null && compareVersions(version, known) === -1;
      if (!isOld && known !== null) for (const output of this.outputs) output.remove(key);
      if (buried === null || compareVersions(version, buried) !== -1) this.bury(key, version);
      return !isOld && known !== null;
    }
    if (known !== null && isAtMost(version, known)) return false;
    if (known === null && buried !== null && isAtMost(version, buried)) return false;
    this.tombstones.delete(key);
    this.put(key, item);
    return true;
  }

  /** Nobody watches this any more. */
  clear(): void {
    if (this.generation >= 0) this.older.push(this.generation);
    this.generation = -1;
    this.complete();
  }

  private put(key: string, item: Item): void {
    for (const output of this.outputs) output.put(key, this.generation, item);
  }

  private bury(key: string, version: string): void {
    this.tombstones.delete(key);
    this.tombstones.set(key, version);
    if (this.tombstones.size <= mostTombstones) return;
    const oldest = this.tombstones.keys().next().value;
    if (oldest !== undefined) this.tombstones.delete(oldest);
  }
}

function isAtMost(version: string, known: string): boolean {
  const way = compareVersions(version, known);
  return way === 0 || way === -1;
}
