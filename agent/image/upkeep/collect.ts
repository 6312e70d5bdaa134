/** Which images a collection takes: those that no pod uses, that nobody used within the grace time, and that none is built on that stays. */
import type { ImageGc } from "../../../lib/contract/image-gc.ts";
import { freedBy } from "../inspect/disk-use.ts";
import type { ImageRecord } from "../store/record.ts";
import { manifestOf, versionOf } from "../view.ts";

export type Usage = {
  usedBy(id: string): boolean;
  lastUsed(record: ImageRecord): number;
  now: number;
  graceMs: number;
};
export type Collection = { going: ImageRecord[]; kept: ImageGc["kept"] };

/** `going`: what is built on others before those. */
export function collectionOf(records: ReadonlyMap<string, ImageRecord>, usage: Usage): Collection {
  const why = new Map<string, ImageGc["kept"][number]["why"]>();
  for (const record of records.values()) {
    if (usage.usedBy(record.id)) why.set(record.id, "pod");
    else if (usage.lastUsed(record) > usage.now - usage.graceMs) why.set(record.id, "grace");
  }
  const need = [...why.keys()];
  for (let id = need.pop(); id !== undefined; id = need.pop())
    for (const dependency of records.get(id)?.dependencies ?? []) {
      if (why.has(dependency)) continue;
      why.set(dependency, "dependency");
      need.push(dependency);
    }
  const kept = [...why].flatMap(([id, reason]) => {
    const record = records.get(id);
    return record ? [{ ...named(record), why: reason }] : [];
  });
  return { going: dependentsFirst([...records.values()].filter(({ id }) => !why.has(id))), kept };
}

export function named(record: ImageRecord) {
  return { id: record.id, name: manifestOf(record).name, version: versionOf(record) };
}

export function goingOf(
  records: ReadonlyMap<string, ImageRecord>,
  going: ImageRecord[],
  usage: Usage,
): ImageGc["images"] {
  const frees = freedBy(records.values(), going);
  return going.map((record, at) => ({
    ...named(record),
    frees: frees[at] ?? 0,
    lastUsedAt: new Date(usage.lastUsed(record)).toISOString(),
  }));
}

function dependentsFirst(records: ImageRecord[]): ImageRecord[] {
  const left = new Map(records.map((record) => [record.id, record]));
  const order: ImageRecord[] = [];
  const visit = (record: ImageRecord) => {
    if (!left.delete(record.id)) return;
    for (const id of record.dependencies) {
      const next = left.get(id);
      if (next) visit(next);
    }
    order.unshift(record);
  };
  for (const record of records) visit(record);
  return order;
}
