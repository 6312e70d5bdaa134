/** A start reads the store anew and drops what an earlier life left half done. Nothing is deleted before all records are read. */
import { lstat, readdir, readFile, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { CratonError } from "../../../lib/contract/errors.ts";
import { diskError } from "../../disk.ts";
import { treeKey } from "./layout.ts";
import { type ImageRecord, parseRecord } from "./record.ts";
import type { Store } from "./store.ts";

/** What was found wrong: `unreadable` records were set aside, `lost` images dropped. */
export type StoreFault = { kind: "unreadable" | "lost"; id: string; name: string; why: string };

/** Throws `state-newer` when a record is of a later format. */
export async function recoverStore(store: Store): Promise<StoreFault[]> {
  const { at, disk } = store;
  for (const folder of [at.blobs, at.trees, at.records, at.tmp]) await disk.mkdirDurable(folder);
  const faults: StoreFault[] = [];
  const read = await readRecords(store, faults);
  for (const name of await readdir(at.tmp)) await store.host.removeTree(join(at.tmp, name));
  store.records.clear();
  store.layers.clear();
  store.rendered.clear();
  store.damaged.clear();
  const lost = await lostOf(store, read);
  for (const record of read) {
    const why = lost.get(record.id);
    if (why === undefined) await keep(store, record);
    else {
      await disk.removeDurable(at.record(record.id));
      faults.push({ kind: "lost", id: record.id, name: record.manifest.name, why });
    }
  }
  await readDamage(store);
  await dropUnknown(store);
  return faults;
}

/** Why images are no more, by ID: what cannot be made anew is gone, of their own or of one that they are built on. */
async function lostOf(store: Store, read: ImageRecord[]): Promise<Map<string, string>> {
  const lost = new Map<string, string>();
  const there = new Set(read.map(({ id }) => id));
  for (const record of read) {
    const why = await missing(store, record);
    if (why !== null) lost.set(record.id, why);
  }
  for (let before = -1; before !== lost.size; ) {
    before = lost.size;
    for (const { id, dependencies } of read) {
      const gone = dependencies.find((dependency) => !there.has(dependency) || lost.has(dependency));
      if (gone !== undefined && !lost.has(id)) lost.set(id, `image ${gone}, which it needs, is gone`);
    }
  }
  return lost;
}

async function readRecords(store: Store, faults: StoreFault[]): Promise<ImageRecord[]> {
  const records: ImageRecord[] = [];
  const unreadable: { file: string; why: string }[] = [];
  for (const file of await readdir(store.at.records)) {
    const path = join(store.at.records, file);
    if (file.startsWith(".") && file.endsWith(".tmp")) {
      await store.disk.removeDurable(path);
      continue;
    }
    try {
      const record = parseRecord(await readFile(path, "utf8"), path);
      if (file !== `${record.id}.json`) throw new Error(`it is the record of ${record.id}`);
      records.push(record);
    } catch (error) {
      if (error instanceof CratonError) throw error;
      unreadable.push({ file, why: error instanceof Error ? error.message : String(error) });
    }
  }
  for (const { file, why } of unreadable) {
    await store.disk.mkdirDurable(store.at.unreadable);
    const aside = join(store.at.unreadable, `${Date.now()}-${file}`);
    await rename(join(store.at.records, file), aside);
    const text = `the record ${file} cannot be read (${why}); it was moved to ${aside}`;
    faults.push({ kind: "unreadable", id: basename(file, ".json"), name: file, why: text });
  }
  return records;
}

/** Which archive of an image is not on the disk, in words; null when all are: trees are made from them. */
async function missing(store: Store, record: ImageRecord): Promise<string | null> {
  for (const { blob } of record.layers) {
    const file = await stat(store.at.blob(blob.digest));
    if (!file?.isFile()) return `its blob ${blob.digest} is missing`;
    if (file.size !== blob.size) return `its blob ${blob.digest} has ${file.size} bytes, not ${blob.size}`;
  }
  return null;
}

async function keep(store: Store, record: ImageRecord): Promise<void> {
  store.records.set(record.id, record);
  for (const layer of record.layers) store.layers.set(treeKey(layer.diffId), layer);
  if (record.rendered) store.rendered.set(record.rendered.key, record.rendered);
  const keys = [
    ...record.layers.map(({ diffId }) => treeKey(diffId)),
    ...(record.rendered ? [record.rendered.key] : []),
  ];
  for (const key of keys)
    if (!(await stat(store.at.tree(key)))?.isDirectory()) store.damaged.set(key, "its tree is missing");
}

/** Marks of trees that are no more are dropped. */
async function readDamage(store: Store): Promise<void> {
  const { at, disk } = store;
  for (const key of (await stat(at.damaged)) ? await readdir(at.damaged) : [])
    if (store.layers.has(key) || store.rendered.has(key))
      store.damaged.set(key, await readFile(at.damage(key), "utf8"));
    else await disk.removeDurable(join(at.damaged, key));
}

async function dropUnknown(store: Store): Promise<void> {
  for (const key of await readdir(store.at.trees))
    if (!store.layers.has(key) && !store.rendered.has(key)) await store.discardTree(key);
  const blobs = new Set([...store.layers.values()].map(({ blob }) => blob.digest));
  for (const { blob } of [...store.records.values()].flatMap(({ layers }) => layers)) blobs.add(blob.digest);
  for (const algorithm of await readdir(store.at.blobs))
    for (const hex of await readdir(join(store.at.blobs, algorithm)))
      if (!blobs.has(`${algorithm}:${hex}`)) await store.host.removeTree(join(store.at.blobs, algorithm, hex));
}

async function stat(path: string) {
  try {
    return await lstat(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw diskError(cause, path, "read");
  }
}
