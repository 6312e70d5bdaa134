/**
 * The rows of one watch, by generations: each list that begins is one, with a source number of its own. Rows of the one
 * before stay until the new list is complete; what it lacks is removed then, never before, and nothing comes back.
 */

import { UpstreamFault } from "./fault.ts";
import type { Item } from "./object.ts";
import { keyOf, type Output } from "./output.ts";
import { compareVersions } from "./version.ts";

/** Deletions that are remembered, against events that come late or twice. */
const mostTombstones = 2_000;
/** Rows of a table. The largest cluster that Kubernetes supports has 150,000 pods; a list without end must not fill the machine. */
const mostRows = 1_000_000;

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

  private readonly most: number;

  constructor(outputs: readonly Output[], numbers: SourceNumbers, most = mostRows) {
    this.outputs = outputs;
    this.numbers = numbers;
    this.most = most;
  }

  /** A list begins. */
  begin(): void {
    if (this.generation >= 0) this.older.push(this.generation);
    this.generation = this.numbers.take();
    this.listed = 0;
    this.tombstones.clear();
    // Rows of a list that never came to its end would keep a smaller one out.
    if (this.isFull) this.retire();
  }

  /** An item of the list. Throws a fault of kind `full` when there are too many. */
  list(item: Item): void {
    this.listed++;
    this.put(keyOf(item), item);
  }

  /** The list is complete: what it lacks goes. */
  complete(): void {
    this.retire();
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

  private get isFull(): boolean {
    return (this.outputs[0]?.table.size ?? 0) >= this.most;
  }

  private retire(): void {
    for (const source of this.older.splice(0)) {
      for (const output of this.outputs) output.retire(source);
      this.numbers.free(source);
    }
  }

  /** Throws a fault of kind `full` for a row too many; those that are there stay. */
  private put(key: string, item: Item): void {
    const [first] = this.outputs;
    if (first && this.isFull && first.versionOf(key) === null)
      throw new UpstreamFault("full", `there are more than ${this.most} ${first.table.kind.name}: no more are read`);
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
